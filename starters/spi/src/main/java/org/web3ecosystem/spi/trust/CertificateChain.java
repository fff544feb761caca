package org.web3ecosystem.spi.trust;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate and its issuers, leaf first, without the root. A self-signed certificate
 * is a chain of one.
 *
 * @param certificates one to {@value #MAX_LENGTH}
 */
public record CertificateChain(List<X509Certificate> certificates) {

	/** The longest chain anyone looks at. */
	public static final int MAX_LENGTH = 4;

	public CertificateChain {
		certificates = List.copyOf(certificates);
		if (certificates.isEmpty() || certificates.size() > MAX_LENGTH) {
			throw new IllegalArgumentException(
					"a chain has 1 to " + MAX_LENGTH + " certificates, not " + certificates.size());
		}
	}

	public X509Certificate leaf() {
		return certificates.getFirst();
	}

	/** Whether the leaf names itself as its issuer. */
	public boolean isSelfIssued() {
		return leaf().getSubjectX500Principal().equals(leaf().getIssuerX500Principal());
	}

}
