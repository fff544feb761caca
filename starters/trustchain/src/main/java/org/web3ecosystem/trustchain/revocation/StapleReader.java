package org.web3ecosystem.trustchain.revocation;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;

import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.StapleFinding;
import org.web3ecosystem.spi.trust.StatusStaples;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.path.NamedNode;
import org.web3ecosystem.trustchain.path.Signed;

/**
 * Reads an OCSP response (RFC 6960, section 3.2) that came with a leaf: one status, of
 * that leaf, signed with the very key and algorithm that signed the leaf. Responders that
 * an issuer empowers with a certificate of their own are not believed; nobody here has
 * one.
 */
final class StapleReader {

	/** By how much a clock may be behind that of the issuer. */
	private static final Duration SKEW = Duration.ofMinutes(10);

	private final InstantSource clock;

	StapleReader(InstantSource clock) {
		this.clock = clock;
	}

	/** What it says; never throws. */
	StapleFinding read(CertificateChain chain, byte[] staple) {
		if (staple.length > StatusStaples.MAX_BYTES) {
			return wrong("has more than " + StatusStaples.MAX_BYTES + " bytes");
		}
		if (chain.certificates().size() < 2) {
			return wrong("is for a certificate without an issuer");
		}
		try {
			// an OCSPResp of the bytes would not see what follows
			OCSPResp response = new OCSPResp(OCSPResponse.getInstance(ASN1Primitive.fromByteArray(staple)));
			return (response.getStatus() == OCSPRespBuilder.SUCCESSFUL
					&& response.getResponseObject() instanceof BasicOCSPResp basic) ? read(chain, basic)
							: wrong("has no status in it");
		}
		catch (IOException | OCSPException | RuntimeException malformed) {
			return wrong("is malformed");
		}
	}

	private StapleFinding read(CertificateChain chain, BasicOCSPResp basic) throws OCSPException {
		X509Certificate issuer = chain.certificates().get(1);
		SingleResp[] all = basic.getResponses();
		if (all.length != 1 || !isOf(all[0], chain.leaf(), issuer)) {
			return wrong("is of another certificate");
		}
		if (!basic.getCriticalExtensionOIDs().isEmpty() || !all[0].getCriticalExtensionOIDs().isEmpty()) {
			return wrong("has a critical extension");
		}
		if (!Certificate.getInstance(Digest.encoded(chain.leaf()))
			.getSignatureAlgorithm()
			.equals(basic.getSignatureAlgorithmID())) {
			return wrong("is signed with another algorithm than the certificate");
		}
		if (!Signed.by(issuer.getPublicKey(), basic.getSignatureAlgorithmID(), basic.getTBSResponseData(),
				basic.getSignature())) {
			return wrong("is not signed by the issuer of the certificate");
		}
		return status(chain, all[0]);
	}

	private static boolean isOf(SingleResp status, X509Certificate leaf, X509Certificate issuer) {
		return status.getCertID().getSerialNumber().equals(leaf.getSerialNumber()) && Responder.isIssuer(
				status.getCertID(), issuer.getPublicKey().getEncoded(), issuer.getSubjectX500Principal().getEncoded());
	}

	private StapleFinding status(CertificateChain chain, SingleResp said) {
		if (said.getCertStatus() instanceof RevokedStatus revoked) {
			return new StapleFinding.Revoked(revoked.getRevocationTime().toInstant());
		}
		if (said.getCertStatus() != CertificateStatus.GOOD || said.getNextUpdate() == null) {
			return wrong("says nothing that ends");
		}
		Instant asOf = said.getThisUpdate().toInstant();
		Instant until = said.getNextUpdate().toInstant();
		Instant now = clock.instant();
		StapleFinding.Good good = new StapleFinding.Good(asOf, until, byItself(chain));
		return counts(good, now) ? good : new StapleFinding.Stale(asOf, until);
	}

	/** Whether the word of an issuer counts now. */
	static boolean counts(StapleFinding.Good good, Instant now) {
		return !good.asOf().isAfter(now.plus(SKEW)) && good.until().isAfter(now);
	}

	private static boolean byItself(CertificateChain chain) {
		return NamedNode.issuer(chain).equals(NamedNode.subject(chain));
	}

	private static StapleFinding wrong(String why) {
		return new StapleFinding.Wrong("the response " + why);
	}

}
