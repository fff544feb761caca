package org.web3ecosystem.trustchain.path;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.TBSCertificate;

import org.web3ecosystem.trustchain.Digest;

/**
 * An intermediate that was judged under its root, and what is left of RFC 5280's path
 * validation for a leaf of it: the steps of section 6.1.3 for one certificate, and the
 * end of section 6.1.5. What binds from above, the constraints and life of both, is asked
 * each time, so that the whole path is judged and its upper part only once. Immutable.
 */
final class Subordinate {

	private final X509Certificate certificate;

	private final CertificationPath above;

	private final List<Constraints> constraints;

	private final TBSCertificate content;

	/**
	 * @param certificate nothing is wrong with it, now or at another time
	 * @param above the root's
	 * @param constraints the root's
	 */
	Subordinate(X509Certificate certificate, CertificationPath above, Constraints constraints) {
		this.certificate = certificate;
		this.above = above;
		this.content = Certificate.getInstance(Digest.encoded(certificate)).getTBSCertificate();
		this.constraints = List.of(constraints, Constraints.of(content));
	}

	TBSCertificate content() {
		return content;
	}

	/**
	 * What is wrong with a path of a leaf and this; empty if nothing is.
	 * @param parsed what the leaf says, of a precertificate without its mark
	 */
	Optional<String> fault(X509Certificate leaf, TBSCertificate parsed, Instant now) {
		return above.validity(List.of(leaf, certificate), now)
			.or(() -> ProfileRules.breach(List.of(parsed, content), CertificateRules.SIGNATURES, null))
			.or(() -> isPermitted(parsed) ? Optional.empty()
					: wanting("it names what the root or the intermediate may not"))
			.or(() -> isSigned(leaf) ? Optional.empty() : wanting("the signature is not the intermediate's"));
	}

	private boolean isPermitted(TBSCertificate leaf) {
		return constraints.stream().allMatch(each -> each.permit(leaf));
	}

	private boolean isSigned(X509Certificate leaf) {
		try {
			leaf.verify(certificate.getPublicKey());
			return true;
		}
		catch (GeneralSecurityException forged) {
			return false;
		}
	}

	private static Optional<String> wanting(String what) {
		return Optional.of("the path does not lead to the federation's root: " + what);
	}

}
