package org.web3ecosystem.trustchain.ca;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;

import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.ContentSigner;

/**
 * Signs what an intermediate says of its leaves: lists of those that are revoked (RFC
 * 5280, section 5) and the status of one (RFC 6960). An intermediate signs for itself,
 * with the key that signed the leaves. Thread-safe.
 */
public final class StatusSigner {

	private static final int NO_REASON = 0;

	private final Ca ca;

	private final Issuer issuer;

	private final Publication publication;

	StatusSigner(Ca ca, Issuer issuer, Publication publication) {
		this.ca = ca;
		this.issuer = issuer;
		this.publication = publication;
	}

	/**
	 * A leaf that was taken back.
	 *
	 * @param at when, to the second
	 * @param reason CRLReason
	 */
	public record Revoked(BigInteger serial, Instant at, int reason) {
	}

	/**
	 * For how long a statement is meant.
	 *
	 * @param from when what it says was looked up
	 * @param to when there is a newer one at the latest
	 */
	public record Period(Instant from, Instant to) {
	}

	/** Whose statements they are, as paths call it. */
	public CaName name() {
		return issuer.name(ca);
	}

	/** The certificate by which the statements are verified. */
	public X509Certificate certificate() {
		return issuer.certificate();
	}

	/**
	 * A revocation list, DER.
	 * @param shard which; its leaves name where it is found
	 * @param number must grow from list to list
	 */
	public byte[] list(int shard, List<Revoked> revoked, Period period, BigInteger number) {
		try {
			X509v2CRLBuilder list = new X509v2CRLBuilder(issuer.name(), Date.from(period.from()));
			list.setNextUpdate(Date.from(period.to()));
			list.addExtension(Extension.authorityKeyIdentifier, false,
					new AuthorityKeyIdentifier(Draft.keyId(Draft.keyInfo(issuer.certificate().getPublicKey()))));
			list.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
			list.addExtension(Extension.issuingDistributionPoint, true,
					new IssuingDistributionPoint(publication.list(name(), shard), true, false, null, false, false));
			revoked.forEach(leaf -> list.addCRLEntry(leaf.serial(), Date.from(leaf.at()), leaf.reason()));
			return list.build(signer()).getEncoded();
		}
		catch (IOException failure) {
			throw new CaException("could not sign a revocation list", failure);
		}
	}

	/**
	 * The status of one leaf, an OCSPResponse in DER.
	 * @param id as it was asked for
	 * @param revoked that it was taken back, empty if it is good
	 */
	public byte[] status(CertificateID id, Optional<Revoked> revoked, Period period) {
		try {
			CertificateStatus status = revoked.<CertificateStatus>map(StatusSigner::status)
				.orElse(CertificateStatus.GOOD);
			BasicOCSPRespBuilder basic = new BasicOCSPRespBuilder(new RespID(issuer.name()));
			basic.addResponse(id, status, Date.from(period.from()), Date.from(period.to()));
			OCSPResp response = new OCSPRespBuilder().build(OCSPRespBuilder.SUCCESSFUL,
					basic.build(signer(), new X509CertificateHolder[0], Date.from(period.from())));
			return response.getEncoded();
		}
		catch (OCSPException | IOException failure) {
			throw new CaException("could not sign a certificate's status", failure);
		}
	}

	private static RevokedStatus status(Revoked revoked) {
		return revoked.reason() == NO_REASON ? new RevokedStatus(Date.from(revoked.at()))
				: new RevokedStatus(Date.from(revoked.at()), revoked.reason());
	}

	private ContentSigner signer() {
		return issuer.signer();
	}

}
