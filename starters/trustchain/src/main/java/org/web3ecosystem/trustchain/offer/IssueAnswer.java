package org.web3ecosystem.trustchain.offer;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.ca.Pem;

/**
 * What a validator answers.
 *
 * @param chain leaf and intermediate
 * @param evidence that the leaf is in the validator's log
 */
record IssueAnswer(CertificateChain chain, LogEvidence evidence) {

	private static final int MAX_BYTES = 1 << 16;

	byte[] encode() {
		return Cbor
			.struct(Map.entry("chain",
					Cbor.of(chain.certificates().stream().map(Digest::encoded).map(Cbor::of).toList())),
					Map.entry("evidence", evidence.toCbor()))
			.encode();
	}

	/**
	 * Reads an answer.
	 * @throws IllegalArgumentException if it is none
	 */
	static IssueAnswer decode(byte[] encoded) {
		try {
			Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("chain", "evidence");
			List<X509Certificate> certificates = new ArrayList<>();
			for (Cbor item : map.array("chain")) {
				certificates.add(Pem.certificate((item instanceof Cbor.Bytes der) ? der.value() : new byte[0]));
			}
			return new IssueAnswer(new CertificateChain(certificates), LogEvidence.fromCbor(map.struct("evidence")));
		}
		catch (CborException | CertificateException malformed) {
			throw new IllegalArgumentException("not an answer to a request for a certificate", malformed);
		}
	}

}
