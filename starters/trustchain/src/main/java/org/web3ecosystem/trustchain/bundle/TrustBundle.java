package org.web3ecosystem.trustchain.bundle;

import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;

import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.ca.Pem;

/**
 * The anchors of a trust domain in the format of SPIFFE ("The SPIFFE Trust Domain and
 * Bundle", section 4, and "X509-SVID", section 6): a JWK set in which a key for
 * {@code x509-svid} has its certificate beside it. Keys for other uses are passed over.
 *
 * @param anchors self-signed certificates, in the order of the set
 * @param sequence grows whenever the set changes; empty where it does not say
 * @param refreshHint when to look again; empty where it does not say
 */
public record TrustBundle(List<X509Certificate> anchors, Optional<Long> sequence, Optional<Duration> refreshHint) {

	/** The largest document anyone reads, in characters. */
	public static final int MAX_CHARACTERS = 256 * 1024;

	/** The most keys of a set. */
	static final int MAX_KEYS = 32;

	private static final String X509 = "x509-svid";

	public TrustBundle {
		anchors = List.copyOf(anchors);
	}

	/** The document. */
	public String toJson() {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("keys", anchors.stream().map(TrustBundle::key).toList());
		sequence.ifPresent(number -> document.put("spiffe_sequence", number));
		refreshHint.ifPresent(hint -> document.put("spiffe_refresh_hint", hint.toSeconds()));
		return JSONObjectUtils.toJSONString(document);
	}

	/**
	 * Reads a document.
	 * @throws IllegalArgumentException saying what is wrong with it
	 */
	public static TrustBundle parse(String json) {
		if (json.length() > MAX_CHARACTERS) {
			throw new IllegalArgumentException("a bundle has at most " + MAX_CHARACTERS + " characters");
		}
		try {
			Map<String, Object> document = JSONObjectUtils.parse(json, MAX_CHARACTERS);
			Map<String, Object>[] keys = JSONObjectUtils.getJSONObjectArray(document, "keys");
			if (keys == null || keys.length > MAX_KEYS) {
				throw new IllegalArgumentException("a bundle has keys, " + MAX_KEYS + " at most");
			}
			List<X509Certificate> anchors = new ArrayList<>();
			for (Map<String, Object> key : keys) {
				if (X509.equals(key.get("use"))) {
					anchors.add(anchor(key));
				}
			}
			return new TrustBundle(anchors, number(document, "spiffe_sequence"),
					number(document, "spiffe_refresh_hint").map(Duration::ofSeconds));
		}
		catch (ParseException | CertificateException | JOSEException | RuntimeException malformed) {
			throw new IllegalArgumentException("not a trust bundle: " + malformed.getMessage(), malformed);
		}
	}

	private static Map<String, Object> key(X509Certificate anchor) {
		Base64 certificate = Base64.encode(Digest.encoded(anchor));
		JWK key = switch (anchor.getPublicKey()) {
			case ECPublicKey ec ->
				new ECKey.Builder(Curve.forECParameterSpec(ec.getParams()), ec).x509CertChain(List.of(certificate))
					.build();
			case RSAPublicKey rsa -> new RSAKey.Builder(rsa).x509CertChain(List.of(certificate)).build();
			case PublicKey other -> throw new IllegalArgumentException("no JWK for a key of " + other.getAlgorithm());
		};
		Map<String, Object> json = new LinkedHashMap<>(key.toJSONObject());
		json.put("use", X509);
		return json;
	}

	/**
	 * X509-SVID, section 6.2: one certificate, and its key is the one that is beside it.
	 */
	private static X509Certificate anchor(Map<String, Object> key)
			throws ParseException, CertificateException, JOSEException {
		List<String> chain = JSONObjectUtils.getStringList(key, "x5c");
		if (chain == null || chain.size() != 1) {
			throw new IllegalArgumentException("a key for " + X509 + " has one certificate in x5c");
		}
		X509Certificate certificate = Pem.certificate(Base64.from(chain.getFirst()).decode());
		Map<String, Object> plain = new LinkedHashMap<>(key);
		plain.remove("use");
		plain.remove("x5c");
		JWK bare = JWK.parse(plain);
		Base64URL shown = switch (certificate.getPublicKey()) {
			case ECPublicKey ec ->
				new ECKey.Builder(Curve.forECParameterSpec(ec.getParams()), ec).build().computeThumbprint();
			case RSAPublicKey rsa -> new RSAKey.Builder(rsa).build().computeThumbprint();
			case PublicKey other -> throw new IllegalArgumentException("no JWK for a key of " + other.getAlgorithm());
		};
		if (!bare.computeThumbprint().equals(shown)) {
			throw new IllegalArgumentException("a key is not that of the certificate beside it");
		}
		return certificate;
	}

	private static Optional<Long> number(Map<String, Object> document, String name) {
		return switch (document.get(name)) {
			case Number number when number.longValue() >= 0 && number.doubleValue() == number.longValue() ->
				Optional.of(number.longValue());
			case null -> Optional.empty();
			default -> throw new IllegalArgumentException(name + " is a whole number");
		};
	}

}
