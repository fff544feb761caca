package org.web3ecosystem.trustchain.acme.jose;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.util.Base64URL;

import org.web3ecosystem.trustchain.acme.problem.ErrorType;

/**
 * A request in flattened JWS (RFC 7515, section 7.2.2) as RFC 8555, section 6.2, narrows
 * it: all headers protected, {@code jwk} or {@code kid} and never both, no extension that
 * must be understood. It is read here; nothing of it is true before {@link #verify}.
 *
 * @param algorithm {@code alg}
 * @param url {@code url}: where its sender meant it to go
 * @param nonce {@code nonce}; an inner JWS has none
 * @param signer whose it says it is
 * @param payload its content; empty in POST-as-GET
 * @param signed the bytes under the signature
 * @param signature over them
 */
public record SignedRequest(String algorithm, String url, Optional<String> nonce, Signer signer, byte[] payload,
		byte[] signed, byte[] signature) {

	/** The largest request anyone reads, in bytes. */
	public static final int MAX_BYTES = 32 * 1024;

	private static final int MAX_URL = 512;

	private static final int MAX_KID = 512;

	private static final Set<String> MEMBERS = Set.of("protected", "payload", "signature");

	private static final Set<String> HEADERS = Set.of("alg", "url", "nonce", "jwk", "kid", "typ", "cty");

	/** Whose signature a request has. */
	public sealed interface Signer {

		/** The holder of this key. */
		record Key(AccountKey key) implements Signer {
		}

		/** Somebody known under this name. */
		record Known(String id) implements Signer {
		}

	}

	/**
	 * Reads a request.
	 * @throws org.web3ecosystem.trustchain.acme.problem.AcmeException malformed,
	 * badSignatureAlgorithm or badPublicKey
	 */
	public static SignedRequest parse(byte[] body) {
		if (body.length > MAX_BYTES) {
			throw ErrorType.MALFORMED.because("a request has at most " + MAX_BYTES + " bytes");
		}
		return of(StrictJson.parse(body, "the request"));
	}

	/** An inner JWS: that of a key rollover, or of an external account. */
	public static SignedRequest of(StrictJson jws) {
		jws.node().propertyNames().stream().filter(name -> !MEMBERS.contains(name)).findFirst().ifPresent(other -> {
			throw ErrorType.MALFORMED.because("a request has protected, payload and signature, and nothing else");
		});
		StrictJson header = StrictJson.parse(jws.base64("protected"), "the protected header");
		header.node().propertyNames().stream().filter(name -> !HEADERS.contains(name)).findFirst().ifPresent(other -> {
			throw ErrorType.MALFORMED.because("the protected header has a member that is not understood here");
		});
		String url = header.text("url");
		if (url.length() > MAX_URL) {
			throw ErrorType.MALFORMED.because("'url' has more than " + MAX_URL + " characters");
		}
		byte[] payload = jws.base64("payload");
		byte[] signature = jws.base64("signature");
		byte[] signed = (jws.text("protected") + "." + jws.text("payload")).getBytes(StandardCharsets.US_ASCII);
		return new SignedRequest(header.text("alg"), url, header.find("nonce"), signer(header), payload, signed,
				signature);
	}

	private static Signer signer(StrictJson header) {
		if (header.has("jwk") == header.has("kid")) {
			throw ErrorType.MALFORMED.because("a request has either 'jwk' or 'kid'");
		}
		if (header.has("jwk")) {
			return new Signer.Key(AccountKey.parse(header.object("jwk").toString()));
		}
		String kid = header.text("kid");
		if (kid.length() > MAX_KID) {
			throw ErrorType.MALFORMED.because("'kid' has more than " + MAX_KID + " characters");
		}
		return new Signer.Known(kid);
	}

	/** Whether it asks to read, and no more (RFC 8555, section 6.3). */
	public boolean isEmpty() {
		return payload.length == 0;
	}

	/** The payload as an object. */
	public StrictJson content() {
		return StrictJson.parse(payload, "the payload");
	}

	/**
	 * Checks the signature by a key, which alone says with which algorithm.
	 * @throws org.web3ecosystem.trustchain.acme.problem.AcmeException
	 * badSignatureAlgorithm, or malformed if the signature is not by this key
	 */
	public void verify(AccountKey key) {
		if (!AccountKey.ALGORITHMS.contains(algorithm)) {
			throw ErrorType.BAD_SIGNATURE_ALGORITHM
				.because("requests are signed with " + String.join(", ", AccountKey.ALGORITHMS));
		}
		if (!algorithm.equals(key.algorithm())) {
			throw ErrorType.MALFORMED.because("this key signs with " + key.algorithm());
		}
		if (!key.verifies(signed, signature)) {
			throw ErrorType.MALFORMED.because("the signature does not verify");
		}
	}

	/**
	 * Checks the code by a shared secret (RFC 8555, section 7.3.4), HS256.
	 * @param secret at least 32 bytes
	 */
	public boolean verifies(byte[] secret) {
		if (!algorithm.equals("HS256")) {
			throw ErrorType.BAD_SIGNATURE_ALGORITHM.because("an external account is bound with HS256");
		}
		try {
			return new MACVerifier(secret).verify(new JWSHeader(JWSAlgorithm.HS256), signed,
					Base64URL.encode(signature));
		}
		catch (JOSEException impossible) {
			throw new IllegalStateException("every JDK has HmacSHA256", impossible);
		}
	}

}
