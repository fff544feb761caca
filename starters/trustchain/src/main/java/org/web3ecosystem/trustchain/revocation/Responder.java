package org.web3ecosystem.trustchain.revocation;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.trustchain.ca.Ca;
import org.web3ecosystem.trustchain.ca.StatusSigner;
import org.web3ecosystem.trustchain.ct.TransparencyLog;
import org.web3ecosystem.trustchain.offer.Issuing;
import org.web3ecosystem.trustchain.revocation.Statements.Known;
import org.web3ecosystem.trustchain.revocation.Statements.Signed;

/**
 * Answers OCSP requests (RFC 6960) in the way of RFC 5019: one certificate to a request,
 * an answer is signed once and shown until what is known has changed or half its life is
 * over, and a certificate that this validator did not issue is none of its business. A
 * nonce is not repeated, since it would need a signature of its own. Thread-safe.
 */
public final class Responder {

	/** The largest request, in bytes. */
	public static final int MAX_REQUEST = 2048;

	private static final int REMEMBERED = 4096;

	private final Statements statements;

	private final Supplier<Optional<Issuing>> issuing;

	private final InstantSource clock;

	private final Map<CertificateID, Signed> signed = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
		@Override
		protected boolean removeEldestEntry(Map.Entry<CertificateID, Signed> eldest) {
			return size() > REMEMBERED;
		}
	});

	private @Nullable Serials serials;

	private record Serials(TransparencyLog log, IssuedSerials of) {
	}

	Responder(Statements statements, Supplier<Optional<Issuing>> issuing, InstantSource clock) {
		this.statements = statements;
		this.issuing = issuing;
		this.clock = clock;
	}

	/**
	 * An OCSPResponse, DER, whatever comes. May read files.
	 * @param request an OCSPRequest, DER
	 */
	public byte[] answer(byte[] request) {
		Optional<CertificateID> asked = asked(request);
		if (asked.isEmpty()) {
			return refusal(OCSPRespBuilder.MALFORMED_REQUEST);
		}
		try {
			return answer(asked.get());
		}
		catch (UnavailableException notNow) {
			return refusal(OCSPRespBuilder.TRY_LATER);
		}
	}

	private byte[] answer(CertificateID id) {
		Issuing with = issuing.get().orElseThrow(() -> new UnavailableException("this node does not issue now"));
		Optional<StatusSigner> signer = statements.signers()
			.stream()
			.filter(each -> isIssuer(id, each.certificate().getPublicKey().getEncoded(),
					each.certificate().getSubjectX500Principal().getEncoded()))
			.findFirst();
		if (signer.isEmpty()
				|| !serials(with.log()).isStanding(signer.get().name(), id.getSerialNumber(), clock.instant())) {
			return refusal(OCSPRespBuilder.UNAUTHORIZED);
		}
		Known known = statements.known();
		Signed last = signed.get(id);
		if (last == null || !last.isCurrent(known)) {
			Ca ca = signer.get().name().ca();
			last = new Signed(signer.get().status(id, known.find(ca, id.getSerialNumber()), known.period()),
					known.asOf(), known.count());
			signed.put(id, last);
		}
		return last.encoded().clone();
	}

	/** Another log is another federation's past: it begins anew after a restore. */
	private synchronized IssuedSerials serials(TransparencyLog log) {
		Serials now = serials;
		if (now == null || now.log() != log) {
			now = new Serials(log, new IssuedSerials(log));
			serials = now;
		}
		return now.of();
	}

	private static Optional<CertificateID> asked(byte[] request) {
		if (request.length > MAX_REQUEST) {
			return Optional.empty();
		}
		try {
			Req[] requests = new OCSPReq(request).getRequestList();
			return (requests.length == 1) ? Optional.of(requests[0].getCertID()) : Optional.empty();
		}
		catch (IOException | RuntimeException malformed) {
			return Optional.empty();
		}
	}

	/** Whether the issuer that is asked about has this key and name. */
	static boolean isIssuer(CertificateID id, byte[] key, byte[] name) {
		return digest(id.getHashAlgOID()).map(digest -> Arrays.equals(digest.digest(name), id.getIssuerNameHash())
				&& Arrays.equals(digest.digest(SubjectPublicKeyInfo.getInstance(key).getPublicKeyData().getBytes()),
						id.getIssuerKeyHash()))
			.orElse(false);
	}

	/** SHA-1 only finds the issuer; nothing is signed with it. */
	private static Optional<MessageDigest> digest(ASN1ObjectIdentifier algorithm) {
		Optional<String> name = algorithm.equals(OIWObjectIdentifiers.idSHA1) ? Optional.of("SHA-1")
				: algorithm.equals(NISTObjectIdentifiers.id_sha256) ? Optional.of("SHA-256") : Optional.empty();
		return name.map(known -> {
			try {
				return MessageDigest.getInstance(known);
			}
			catch (NoSuchAlgorithmException impossible) {
				throw new IllegalStateException("every JDK has " + known, impossible);
			}
		});
	}

	private static byte[] refusal(int status) {
		try {
			return new OCSPRespBuilder().build(status, null).getEncoded();
		}
		catch (OCSPException | IOException impossible) {
			throw new IllegalStateException("encoding in memory", impossible);
		}
	}

}
