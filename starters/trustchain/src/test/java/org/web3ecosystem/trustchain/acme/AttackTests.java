package org.web3ecosystem.trustchain.acme;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import com.nimbusds.jose.jwk.ECKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.web3ecosystem.spi.IpLiteral;
import org.web3ecosystem.trustchain.acme.jose.SignedRequest;
import org.web3ecosystem.trustchain.ca.SigningRequest;
import org.web3ecosystem.trustchain.ca.TestAuthority;

import static org.assertj.core.api.Assertions.assertThat;

/** What a client that does not keep to the protocol gets: a refusal, and nothing else. */
class AttackTests {

	private static final String NAME = "www.local.internal";

	private static final String ORDER = TestClient.json(Rig.order(NAME));

	@TempDir
	private Path directory;

	private Rig rig;

	private TestClient client;

	@BeforeEach
	void open() {
		rig = new Rig(directory);
		client = rig.client().withAccount();
	}

	@AfterEach
	void close() {
		rig.close();
	}

	@Test
	void aRequestIsGoodOnce() {
		String request = client.byAccount("/acme/new-order", ORDER);
		assertThat(client.send("/acme/new-order", request).status()).isEqualTo(201);
		assertThat(Replies.problem(client.send("/acme/new-order", request))).isEqualTo("badNonce");
	}

	@ParameterizedTest
	@CsvSource({ "''", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "AAAA=", "../../etc" })
	void aNonceIsOneOfOurs(String nonce) {
		Map<String, Object> header = header();
		header.put("nonce", nonce);
		assertThat(Replies.problem(send(header, ORDER))).isEqualTo("badNonce");
		header.remove("nonce");
		assertThat(Replies.problem(send(header, ORDER))).isEqualTo("badNonce");
	}

	@Test
	void aRequestForAnotherUrlIsNone() {
		for (String url : List.of("https://evil.example/acme/new-order",
				"https://node1.node.local.internal:8443/acme/new-account",
				"http://node1.node.local.internal:8443/acme/new-order",
				"https://node1.node.local.internal:8443/acme/new-order/")) {
			Map<String, Object> header = header();
			header.put("url", url);
			assertThat(Replies.problem(send(header, ORDER))).isEqualTo("unauthorized");
		}
	}

	@Test
	void whatIsNotSignedByTheAccountIsNotItsRequest() {
		assertThat(
				Replies.problem(client.send("/acme/new-order", TestClient.jws(header(), ORDER, TestClient.newKey()))))
			.isEqualTo("malformed");
		String signed = client.byAccount("/acme/new-order", ORDER);
		assertThat(Replies.problem(
				client.send("/acme/new-order", signed.replaceFirst("\"signature\":\"[^\"]*\"", "\"signature\":\"\""))))
			.isEqualTo("malformed");
		String other = TestClient.base64(TestClient.json(Rig.order("other.local.internal")));
		assertThat(Replies.problem(client.send("/acme/new-order",
				signed.replaceFirst("\"payload\":\"[^\"]*\"", "\"payload\":\"" + other + "\""))))
			.isEqualTo("malformed");
		assertThat(rig.store.orders(client.kid().substring(client.kid().lastIndexOf('/') + 1), "")).isEmpty();
	}

	/** The public key of an account as the secret of a code, and no signature at all. */
	@ParameterizedTest
	@CsvSource({ "none, badSignatureAlgorithm", "None, badSignatureAlgorithm", "HS256, badSignatureAlgorithm",
			"RS256, malformed", "ES384, malformed", "EdDSA, malformed", "ES256K, badSignatureAlgorithm",
			"PS256, badSignatureAlgorithm", "'', badSignatureAlgorithm" })
	void theKeySaysWhichAlgorithm(String algorithm, String problem) throws Exception {
		Map<String, Object> header = header();
		header.put("alg", algorithm);
		assertThat(Replies.problem(send(header, ORDER))).isEqualTo(problem);
		String encoded = TestClient.base64(TestClient.json(header));
		String payload = TestClient.base64(ORDER);
		javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
		mac.init(new javax.crypto.spec.SecretKeySpec(client.key().toECPublicKey().getEncoded(), "HmacSHA256"));
		String code = TestClient.base64(mac.doFinal((encoded + "." + payload).getBytes(StandardCharsets.US_ASCII)));
		assertThat(Replies.problem(client.send("/acme/new-order", TestClient.flattened(encoded, payload, code))))
			.isEqualTo(problem);
	}

	@Test
	void whoIsTakenAsTheSignerIsSaidOnce() {
		Map<String, Object> both = header();
		both.put("jwk", client.key().toPublicJWK().toJSONObject());
		assertThat(Replies.problem(send(both, ORDER))).isEqualTo("malformed");
		Map<String, Object> neither = header();
		neither.remove("kid");
		assertThat(Replies.problem(send(neither, ORDER))).isEqualTo("malformed");
		Map<String, Object> key = header();
		key.remove("kid");
		key.put("jwk", client.key().toPublicJWK().toJSONObject());
		assertThat(Replies.problem(send(key, ORDER))).isEqualTo("malformed");
		assertThat(Replies.problem(
				client.send("/acme/new-account", client.byAccount("/acme/new-account", TestClient.json(Map.of())))))
			.isEqualTo("malformed");
	}

	@Test
	void anotherAccountsNameWithOnesOwnKeyIsNoUse() {
		TestClient other = rig.client().withAccount();
		Map<String, Object> header = header();
		header.put("kid", other.kid());
		assertThat(Replies.problem(send(header, ORDER))).isEqualTo("malformed");
		for (String kid : List.of("", "x", TestClient.LINKS.account("none"), "https://evil.example/acme/account/1",
				TestClient.LINKS.account("' OR 1=1 --"))) {
			header = header();
			header.put("kid", kid);
			assertThat(Replies.problem(send(header, ORDER))).isEqualTo("accountDoesNotExist");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "crit", "b64", "x5u", "x5c", "jku", "zip" })
	void headersThatMustBeUnderstoodAreNot(String member) {
		Map<String, Object> header = header();
		header.put(member, List.of("b64"));
		assertThat(Replies.problem(send(header, ORDER))).isEqualTo("malformed");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "''", "[]", "null", "{}", "{\"protected\":1}", "x", "{\"protected\":\"e30\"}",
					"{\"protected\":\"e30\",\"payload\":\"\",\"signature\":\"\"}",
					"{\"protected\":\"e30=\",\"payload\":\"\",\"signature\":\"\"}",
					"{\"protected\":\"bm8\",\"payload\":\"\",\"signature\":\"\"}",
					"{\"protected\":\"e30\",\"payload\":\"\",\"signatures\":[]}",
					"{\"protected\":\"e30\",\"protected\":\"e30\",\"payload\":\"\",\"signature\":\"\"}",
					"{\"protected\":\"e30\",\"payload\":\"\",\"signature\":\"\",\"header\":{}}",
					"{\"protected\":\"e30\",\"payload\":\"\",\"signature\":\"\"}{}" })
	void whatIsNoFlattenedJwsIsNotLookedInto(String body) {
		for (String path : List.of("/acme/new-order", "/acme/new-account", "/acme/revoke-cert", "/acme/key-change")) {
			assertThat(Replies.problem(client.send(path, body))).isEqualTo("malformed");
		}
	}

	@Test
	void nothingIsTooLargeOrTooDeep() {
		assertThat(Replies.problem(client.send("/acme/new-order", "x".repeat(SignedRequest.MAX_BYTES + 1))))
			.isEqualTo("malformed");
		assertThat(Replies.problem(client.send("/acme/new-order", "[".repeat(20_000)))).isEqualTo("malformed");
		String deep = "{\"a\":".repeat(100) + "1" + "}".repeat(100);
		assertThat(Replies.problem(client.send("/acme/new-order", client.byAccount("/acme/new-order", deep))))
			.isEqualTo("malformed");
		String many = TestClient
			.json(Rig.order(IntStream.range(0, 17).mapToObj(i -> "n" + i + ".local.internal").toArray(String[]::new)));
		assertThat(Replies.problem(client.send("/acme/new-order", client.byAccount("/acme/new-order", many))))
			.isEqualTo("malformed");
	}

	@ParameterizedTest
	@CsvSource({ "*.local.internal, rejectedIdentifier", "*.www.local.internal, rejectedIdentifier",
			"www.*.local.internal, rejectedIdentifier", "w*w.local.internal, rejectedIdentifier",
			"node1.node.local.internal, rejectedIdentifier", "x.node1.node.local.internal, rejectedIdentifier",
			"node.local.internal, rejectedIdentifier", "local.internal, rejectedIdentifier",
			"asset.local.internal, rejectedIdentifier", "localhost, rejectedIdentifier",
			"www.example.org, rejectedIdentifier", "wwwlocal.internal, rejectedIdentifier",
			"local.internal.evil.example, rejectedIdentifier", "_acme-challenge.www.local.internal, rejectedIdentifier",
			"_https._tcp.local.internal, rejectedIdentifier", "xn--80ak6aa92e.local.internal, rejectedIdentifier",
			"www.xn--e1awd7f.local.internal, rejectedIdentifier", "ab--cd.local.internal, rejectedIdentifier",
			"\u0430pple.local.internal, malformed", "www.local.internal\u3002evil, malformed",
			"WWW.local.internal, rejectedIdentifier", "www.local.internal., rejectedIdentifier",
			"www..local.internal, rejectedIdentifier", "-www.local.internal, rejectedIdentifier",
			"'www.local.internal ', malformed", "'', rejectedIdentifier", "127.0.0.1, unsupportedIdentifier",
			"2130706433, unsupportedIdentifier", "::1, unsupportedIdentifier",
			"www.local.internal:443, unsupportedIdentifier", "user@www.local.internal, rejectedIdentifier",
			"www.local.internal/x, rejectedIdentifier" })
	void onlyPlainNamesOfTheZoneAreOrdered(String name, String problem) {
		assertThat(Replies.problem(client.post("/acme/new-order", Rig.order(name)))).isEqualTo(problem);
	}

	@Test
	void anIdentifierIsWhatItIs() {
		for (Object identifiers : List.of("x", List.of(), List.of("x"),
				List.of(Map.of("type", "ip", "value", "1.2.3.4")), List.of(Map.of("type", "dns")),
				List.of(Map.of("type", "dns", "value", 1)),
				List.of(Map.of("type", "dns", "value", NAME), Map.of("type", "dns", "value", NAME)))) {
			assertThat(Replies.problem(client.post("/acme/new-order", Map.of("identifiers", identifiers))))
				.isIn("malformed", "unsupportedIdentifier");
		}
		assertThat(Replies.problem(client.post("/acme/new-order", Map.of()))).isEqualTo("malformed");
		Map<String, Object> dated = new TreeMap<>(Rig.order(NAME));
		dated.put("notAfter", "2099-01-01T00:00:00Z");
		assertThat(Replies.problem(client.post("/acme/new-order", dated))).isEqualTo("malformed");
	}

	@Test
	void theRequestIsForTheNamesOfTheOrderAndNoOthers() {
		String complete = Replies.text(rig.ready(client, NAME), "finalize");
		KeyPair keys = TestAuthority.keys();
		for (List<String> names : List.of(List.<String>of(), List.of("other.local.internal"),
				List.of(NAME, "other.local.internal"), List.of(NAME, "127.0.0.1"))) {
			assertThat(Replies.problem(client.post(complete, Rig.csr(keys, names.toArray(String[]::new)))))
				.isEqualTo("badCSR");
		}
		byte[] unproven = SigningRequest.create(keys, List.of(NAME));
		unproven[unproven.length - 1] ^= 1;
		for (byte[] csr : List.of(unproven, new byte[0], new byte[9000], "x".getBytes(StandardCharsets.US_ASCII))) {
			assertThat(Replies.problem(client.post(complete, Map.of("csr", TestClient.base64(csr)))))
				.isEqualTo("badCSR");
		}
		assertThat(Replies.problem(client.post(complete, Map.of("csr", "not base64url!")))).isEqualTo("malformed");
		assertThat(rig.authority.log().size()).isZero();
		assertThat(client.post(complete, Rig.csr(keys, NAME)).status()).isEqualTo(200);
	}

	@Test
	void theKeyOfAnAccountIsNoKeyForACertificate() throws Exception {
		String complete = Replies.text(rig.ready(client, NAME), "finalize");
		assertThat(Replies.problem(client.post(complete, Rig.csr(client.key().toKeyPair(), NAME)))).isEqualTo("badCSR");
	}

	@Test
	void aWrongKeyMakesNoAccount() {
		ECKey key = TestClient.newKey();
		for (Map<String, Object> jwk : List.of(key.toJSONObject(), Map.<String, Object>of("kty", "oct", "k", "AAAA"),
				Map.<String, Object>of("kty", "EC", "crv", "P-256", "x", "AA", "y", "AA"),
				Map.<String, Object>of("kty", "RSA", "n", TestClient.base64(new byte[128]), "e", "AQAB"),
				Map.<String, Object>of("kty", "EC", "crv", "P-521", "x", "AA", "y", "AA"), Map.<String, Object>of())) {
			TestClient other = rig.client();
			String body = TestClient.jws(TestClient.header("alg", "ES256", "nonce", rig.server.nonce(), "url",
					TestClient.LINKS.newAccount(), "jwk", jwk), "{}", key);
			assertThat(Replies.problem(other.send("/acme/new-account", body))).isEqualTo("badPublicKey");
		}
	}

	/** A claim says whether its client was here, whatever became of the client since. */
	@Test
	void whoIsElsewhereIsNotValidatedAsIfHereWere() {
		rig.controlled.add(NAME);
		for (String address : List.of("127.0.0.1", "192.0.2.9")) {
			client.from("127.0.0.1");
			Reply order = client.post("/acme/new-order", Rig.order(NAME));
			client.from(address);
			client.post(Replies.challenge(client.read(Replies.texts(order, "authorizations").getFirst()), "http-01"),
					Map.of());
			Replies.await(() -> client.read(order.location().orElseThrow()),
					reply -> Replies.text(reply, "status").equals("ready"));
			assertThat(rig.claims.getLast().local()).isEqualTo(IpLiteral.parse(address).isLoopbackAddress());
		}
	}

	/** Every truncation of a good request, and every byte of it changed. */
	@Test
	void noBrokenRequestIsTaken() {
		String good = client.byAccount("/acme/new-order", ORDER);
		List<String> broken = new ArrayList<>();
		for (int i = 0; i < good.length(); i++) {
			broken.add(good.substring(0, i));
			broken.add(good.substring(0, i) + (char) (good.charAt(i) ^ 1) + good.substring(i + 1));
		}
		for (String each : broken) {
			assertThat(Replies.problem(client.send("/acme/new-order", each))).as(each).isNotEmpty();
		}
		assertThat(client.send("/acme/new-order", good).status()).isEqualTo(201);
	}

	private Map<String, Object> header() {
		return TestClient.header("alg", "ES256", "nonce", rig.server.nonce(), "url", TestClient.LINKS.newOrder(), "kid",
				client.kid());
	}

	private Reply send(Map<String, Object> header, String payload) {
		return client.send("/acme/new-order", TestClient.jws(header, payload, client.key()));
	}

}
