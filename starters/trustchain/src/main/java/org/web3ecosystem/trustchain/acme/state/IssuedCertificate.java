package org.web3ecosystem.trustchain.acme.state;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Certificate;

import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.ca.Pem;

/**
 * A certificate that was issued to an account.
 *
 * @param id its identifier of RFC 9773, section 4.1, which is in its URL too
 * @param account whose it is
 * @param names that it certifies
 * @param notBefore since when it is valid
 * @param notAfter until when it is valid
 * @param chain PEM, leaf first
 * @param revoked when it was revoked
 * @param replacedBy the order that replaced it
 */
public record IssuedCertificate(String id, String account, List<String> names, Instant notBefore, Instant notAfter,
		String chain, Optional<Instant> revoked, Optional<String> replacedBy) {

	public IssuedCertificate {
		names = List.copyOf(names);
	}

	/** A chain that was just issued. */
	public static IssuedCertificate of(String account, List<String> names, List<X509Certificate> chain) {
		X509Certificate leaf = chain.getFirst();
		return new IssuedCertificate(idOf(leaf), account, names, leaf.getNotBefore().toInstant(),
				leaf.getNotAfter().toInstant(), Pem.encode(chain), Optional.empty(), Optional.empty());
	}

	/** RFC 9773, section 4.1: key identifier of the issuer, and serial number. */
	public static String idOf(X509Certificate leaf) {
		byte[] issuer = AuthorityKeyIdentifier
			.fromExtensions(Certificate.getInstance(Digest.encoded(leaf)).getTBSCertificate().getExtensions())
			.getKeyIdentifierOctets();
		Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
		return encoder.encodeToString(issuer) + "." + encoder.encodeToString(leaf.getSerialNumber().toByteArray());
	}

	/** The certificate itself. */
	public X509Certificate leaf() {
		return certificates().getFirst();
	}

	/** The chain, leaf first. */
	public List<X509Certificate> certificates() {
		try {
			List<X509Certificate> certificates = new ArrayList<>();
			for (byte[] der : Pem.decode("CERTIFICATE", chain)) {
				certificates.add(Pem.certificate(der));
			}
			return certificates;
		}
		catch (CertificateException damaged) {
			throw new IllegalStateException("what was stored of certificate " + id + " cannot be read", damaged);
		}
	}

	/** When a client had better replace it: from 60 to 75 % of its life on. */
	public Instant renewal(int percent) {
		return notBefore.plus(Duration.between(notBefore, notAfter).multipliedBy(percent).dividedBy(100));
	}

	/** Revoked. */
	public IssuedCertificate revokedAt(Instant when) {
		return new IssuedCertificate(id, account, names, notBefore, notAfter, chain, Optional.of(when), replacedBy);
	}

	/** Replaced by what this order gives. */
	public IssuedCertificate replacedBy(String order) {
		return new IssuedCertificate(id, account, names, notBefore, notAfter, chain, revoked, Optional.of(order));
	}

}
