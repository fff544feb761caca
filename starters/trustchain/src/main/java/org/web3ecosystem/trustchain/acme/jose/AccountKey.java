package org.web3ecosystem.trustchain.acme.jose;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

import org.web3ecosystem.trustchain.acme.problem.ErrorType;
import org.web3ecosystem.trustchain.path.SubjectKeys;

/**
 * The public key of an account: P-256, P-384, Ed25519, or RSA of 2048 to 4096 bits, each
 * with its one algorithm, so that no key is ever used as one of another kind.
 */
public final class AccountKey {

	/** The algorithms an account may sign with (RFC 7518, RFC 8037). */
	public static final List<String> ALGORITHMS = List.of("ES256", "ES384", "EdDSA", "RS256");

	private static final List<String> PUBLIC = List.of("kty", "crv", "x", "y", "n", "e");

	private static final List<String> PRIVATE = List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

	/** SubjectPublicKeyInfo of Ed25519 up to the key itself (RFC 8410, section 4). */
	private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

	private final JWK jwk;

	private final PublicKey key;

	private AccountKey(JWK jwk, PublicKey key) {
		this.jwk = jwk;
		this.key = key;
	}

	/**
	 * Reads a JWK (RFC 7517).
	 * @throws org.web3ecosystem.trustchain.acme.problem.AcmeException badPublicKey if it
	 * is none that is taken
	 */
	public static AccountKey parse(String json) {
		try {
			JWK jwk = JWK.parse(publicMembers(StrictJson.parse(json.getBytes(StandardCharsets.UTF_8), "the key")));
			PublicKey key = publicKey(jwk);
			if (!SubjectKeys.allowed(SubjectPublicKeyInfo.getInstance(key.getEncoded()))) {
				throw refused();
			}
			return new AccountKey(jwk, key);
		}
		catch (ParseException | JOSEException | GeneralSecurityException | IllegalArgumentException
				| IllegalStateException malformed) {
			throw ErrorType.BAD_PUBLIC_KEY.because("the key is malformed", malformed);
		}
	}

	/** What else a JWK may carry, certificates for one, is not even read. */
	private static Map<String, Object> publicMembers(StrictJson jwk) {
		if (PRIVATE.stream().anyMatch(jwk::has)) {
			throw ErrorType.BAD_PUBLIC_KEY.because("the key is a private or a secret one: it is burnt, use another");
		}
		Map<String, Object> members = new TreeMap<>();
		PUBLIC.forEach(member -> jwk.find(member).ifPresent(value -> members.put(member, value)));
		return members;
	}

	private static PublicKey publicKey(JWK jwk) throws JOSEException, GeneralSecurityException {
		return switch (jwk) {
			case ECKey ec when ec.getCurve().equals(Curve.P_256) || ec.getCurve().equals(Curve.P_384) ->
				ec.toECPublicKey();
			case RSAKey rsa -> rsa.toRSAPublicKey();
			case OctetKeyPair pair when pair.getCurve().equals(Curve.Ed25519) -> ed25519(pair.getDecodedX());
			default -> throw refused();
		};
	}

	private static PublicKey ed25519(byte[] x) throws GeneralSecurityException {
		if (x.length != 32) {
			throw refused();
		}
		byte[] encoded = Arrays.copyOf(ED25519, ED25519.length + x.length);
		System.arraycopy(x, 0, encoded, ED25519.length, x.length);
		return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
	}

	private static RuntimeException refused() {
		return ErrorType.BAD_PUBLIC_KEY.because("an account key is P-256, P-384, Ed25519 or RSA of 2048 to 4096 bits");
	}

	/** The one algorithm of this key. */
	String algorithm() {
		return switch (jwk) {
			case ECKey ec when ec.getCurve().equals(Curve.P_256) -> "ES256";
			case ECKey _ -> "ES384";
			case RSAKey _ -> "RS256";
			default -> "EdDSA";
		};
	}

	/** Whether this key made the signature over these bytes. */
	boolean verifies(byte[] signed, byte[] signature) {
		try {
			JWSHeader header = new JWSHeader(JWSAlgorithm.parse(algorithm()));
			Base64URL encoded = Base64URL.encode(signature);
			return switch (jwk) {
				case ECKey ec -> new ECDSAVerifier(ec).verify(header, signed, encoded);
				case RSAKey rsa -> new RSASSAVerifier(rsa).verify(header, signed, encoded);
				default -> ed25519(signed, signature);
			};
		}
		catch (JOSEException | GeneralSecurityException malformed) {
			return false;
		}
	}

	/**
	 * By the JDK, since the library's own verifier needs another library.
	 */
	private boolean ed25519(byte[] signed, byte[] signature) throws GeneralSecurityException {
		Signature verifier = Signature.getInstance("Ed25519");
		verifier.initVerify(key);
		verifier.update(signed);
		return verifier.verify(signature);
	}

	/** RFC 7638, SHA-256, base64url. */
	public String thumbprint() {
		try {
			return jwk.computeThumbprint().toString();
		}
		catch (JOSEException impossible) {
			throw new IllegalStateException("every JDK has SHA-256", impossible);
		}
	}

	/** SubjectPublicKeyInfo, DER. */
	public byte[] encoded() {
		return key.getEncoded();
	}

	/** The JWK with what is needed and nothing else. */
	public String json() {
		return JSONObjectUtils.toJSONString(new TreeMap<String, Object>(jwk.getRequiredParams()));
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof AccountKey that && thumbprint().equals(that.thumbprint());
	}

	@Override
	public int hashCode() {
		return thumbprint().hashCode();
	}

	@Override
	public String toString() {
		return "AccountKey[" + thumbprint() + "]";
	}

}
