package org.web3ecosystem.spi.trust;

import java.security.KeyPair;
import java.util.List;

import org.web3ecosystem.spi.NodeId;

/**
 * What someone wants a certificate for. The key pair stays in this process: what leaves
 * it is a PKCS#10 request that proves possession.
 *
 * @param keys the subject's keys, P-256 unless there is a reason
 * @param purpose what for
 * @param node the node it is for, or whose operator it is for
 * @param dnsNames DNS names and IP literals for the subject alternative name; at least
 * one for {@link Purpose#SERVER}
 * @param provisionalRefused a peer has refused a self-signed identity, so only an issued
 * one will do
 */
public record CertificateRequest(KeyPair keys, Purpose purpose, NodeId node, List<String> dnsNames,
		boolean provisionalRefused) {

	public CertificateRequest {
		dnsNames = List.copyOf(dnsNames);
	}

	@Override
	public String toString() {
		return "CertificateRequest[" + purpose + " for " + node.brief() + " " + dnsNames + "]";
	}

}
