package org.web3ecosystem.hypermesh.roster;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Set;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * The rules for what a validator shows to the other replicas: an X.509 certificate for
 * Ed25519, signed by itself, whose common name is the validator's. A roster with any
 * other could not come to count, so it is refused before it is decided. No clock is
 * looked at.
 */
final class GossipCertificate {

	private static final int MAX_BYTES = 2 * 1024;

	private static final Set<String> ED25519 = Set.of("Ed25519", "EdDSA");

	private GossipCertificate() {
	}

	/**
	 * @throws IllegalArgumentException saying what does not hold
	 */
	static void check(byte[] encoded, String name) {
		if (!commonName(check(encoded)).equals(name)) {
			throw new IllegalArgumentException("the gossip certificate is not that of " + name);
		}
	}

	/**
	 * The same for whoever it is of.
	 * @throws IllegalArgumentException saying what does not hold
	 */
	static X509Certificate check(byte[] encoded) {
		if (encoded.length > MAX_BYTES) {
			throw new IllegalArgumentException("a gossip certificate has at most " + MAX_BYTES + " bytes");
		}
		try {
			X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
				.generateCertificate(new ByteArrayInputStream(encoded));
			if (certificate.getEncoded().length != encoded.length) {
				throw new IllegalArgumentException("something follows the gossip certificate");
			}
			if (!ED25519.contains(certificate.getPublicKey().getAlgorithm())) {
				throw new IllegalArgumentException("the gossip certificate is not for Ed25519");
			}
			certificate.verify(certificate.getPublicKey());
			return certificate;
		}
		catch (GeneralSecurityException malformed) {
			throw new IllegalArgumentException("the gossip certificate is not one that signs itself", malformed);
		}
	}

	private static String commonName(X509Certificate certificate) {
		try {
			return new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()
				.stream()
				.filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
				.map(rdn -> String.valueOf(rdn.getValue()))
				.findFirst()
				.orElse("");
		}
		catch (InvalidNameException malformed) {
			throw new IllegalArgumentException("the gossip certificate has no readable subject", malformed);
		}
	}

}
