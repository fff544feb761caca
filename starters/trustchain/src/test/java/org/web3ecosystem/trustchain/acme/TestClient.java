package org.web3ecosystem.trustchain.acme;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import tools.jackson.databind.json.JsonMapper;

import org.web3ecosystem.spi.IpLiteral;

/** A client of ACME that says what it is told to, right or wrong. */
public final class TestClient {

	static final Links LINKS = new Links("https://node1.node.local.internal:8443");

	private static final JsonMapper JSON = JsonMapper.shared();

	private final AcmeServer server;

	private ECKey key;

	private String kid = "";

	private InetAddress address = IpLiteral.parse("127.0.0.1");

	TestClient(AcmeServer server) {
		this.server = server;
		this.key = newKey();
	}

	static ECKey newKey() {
		try {
			return new ECKeyGenerator(Curve.P_256).generate();
		}
		catch (JOSEException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	TestClient from(String literal) {
		this.address = IpLiteral.parse(literal);
		return this;
	}

	ECKey key() {
		return key;
	}

	String kid() {
		return kid;
	}

	void use(ECKey other) {
		this.key = other;
	}

	/** Makes an account, which all that follows is signed by. */
	TestClient withAccount() {
		Reply reply = newAccount(Map.of());
		if (reply.status() != 201) {
			throw new AssertionError("no account: " + reply);
		}
		return this;
	}

	Reply newAccount(Map<String, Object> payload) {
		Reply reply = send("/acme/new-account", byKey("/acme/new-account", json(payload)));
		reply.location().ifPresent(url -> this.kid = url);
		return reply;
	}

	/** POST-as-GET. */
	Reply read(String url) {
		return send(path(url), byAccount(path(url), ""));
	}

	Reply post(String url, Map<String, Object> payload) {
		return send(path(url), byAccount(path(url), json(payload)));
	}

	/** Sends what was made, to where it is for. */
	Reply send(String path, String body) {
		return Dispatch.to(server, new Call(LINKS, path, body.getBytes(StandardCharsets.UTF_8), address));
	}

	String byKey(String path, String payload) {
		return jws(header("alg", "ES256", "nonce", server.nonce(), "url", LINKS.base() + path, "jwk",
				key.toPublicJWK().toJSONObject()), payload, key);
	}

	String byAccount(String path, String payload) {
		return jws(header("alg", "ES256", "nonce", server.nonce(), "url", LINKS.base() + path, "kid", kid), payload,
				key);
	}

	static Map<String, Object> header(Object... members) {
		Map<String, Object> header = new TreeMap<>();
		for (int i = 0; i < members.length; i += 2) {
			header.put((String) members[i], members[i + 1]);
		}
		return header;
	}

	/** A flattened JWS. */
	static String jws(Map<String, Object> header, String payload, ECKey key) {
		try {
			String protectedHeader = base64(json(header));
			String content = base64(payload);
			String signature = new ECDSASigner(key)
				.sign(new JWSHeader(JWSAlgorithm.ES256),
						(protectedHeader + "." + content).getBytes(StandardCharsets.US_ASCII))
				.toString();
			return flattened(protectedHeader, content, signature);
		}
		catch (JOSEException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	/** What binds an account to a key of the operator. */
	Map<String, Object> binding(String id, byte[] secret, ECKey bound) {
		try {
			String protectedHeader = base64(json(header("alg", "HS256", "kid", id, "url", LINKS.newAccount())));
			String content = base64(bound.toPublicJWK().toJSONString());
			String code = new MACSigner(secret)
				.sign(new JWSHeader(JWSAlgorithm.HS256),
						(protectedHeader + "." + content).getBytes(StandardCharsets.US_ASCII))
				.toString();
			return Map.of("protected", protectedHeader, "payload", content, "signature", code);
		}
		catch (JOSEException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	static String flattened(String protectedHeader, String payload, String signature) {
		return json(Map.of("protected", protectedHeader, "payload", payload, "signature", signature));
	}

	static String base64(String text) {
		return base64(text.getBytes(StandardCharsets.UTF_8));
	}

	static String base64(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	static String json(Map<String, Object> members) {
		return JSON.writeValueAsString(members);
	}

	static String path(String url) {
		return url.startsWith(LINKS.base()) ? url.substring(LINKS.base().length()) : url;
	}

}
