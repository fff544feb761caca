package org.web3ecosystem.trustchain.offer;

import java.time.Instant;
import java.util.List;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.trustchain.ca.SigningRequest;

/**
 * What a node asks for itself, as PKCS#10, whoever is to issue it. For its operator the
 * node vouches in it.
 */
final class OwnRequest {

	private OwnRequest() {
	}

	static byte[] pkcs10(Node node, CertificateRequest request, Instant now) {
		return switch (request.purpose()) {
			case NODE -> SigningRequest.create(request.keys(), List.of());
			case SERVER -> SigningRequest.create(request.keys(), request.dnsNames());
			case OPERATOR -> SigningRequest.forOperator(request.keys(), node.key(), node.genesis().zone(), now);
		};
	}

}
