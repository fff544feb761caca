package org.web3ecosystem.systemtest;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Certificate;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.OrderBuilder;
import org.shredzone.acme4j.RenewalInfo;
import org.shredzone.acme4j.RevocationReason;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Dns01Challenge;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.web3ecosystem.systemtest.harness.Acme4j;
import org.web3ecosystem.systemtest.harness.AcmeClient;
import org.web3ecosystem.systemtest.harness.AcmeClient.Certbot;
import org.web3ecosystem.systemtest.harness.AcmeClient.Lego;
import org.web3ecosystem.systemtest.harness.AcmeClient.Way;
import org.web3ecosystem.systemtest.harness.OneProcess;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Peer;
import org.web3ecosystem.systemtest.harness.Ports;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Certificates for servers as certbot, lego and acme4j get them, renew them and have them
 * revoked, by every challenge that they know.
 */
@SystemTest
@TestMethodOrder(OrderAnnotation.class)
class AcmeTests {

	private static final String ASSET = "shop.asset.local.internal";

	private static final String PLAIN = "www.local.internal";

	private static final String LIBRARY = "library.local.internal";

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private TestFederation federation;

	private TestNode node;

	private Operator operator;

	private Path directory;

	private Path root;

	private Way.Http http;

	private Way.TlsAlpn tlsAlpn;

	private Way.Dns dns;

	private Certbot certbot;

	private Lego lego;

	@BeforeAll
	@SuppressWarnings("NullAway.Init")
	void walkToPhase3() {
		Peer.CERTBOT.require();
		Peer.LEGO.require();
		directory = Scratch.directory(getClass());
		Ports challenges = Ports.free();
		federation = new OneProcess(directory, "--web3.trustchain.acme.http-port=" + challenges.http(),
				"--web3.trustchain.acme.tls-port=" + challenges.https());
		federation.start();
		federation.awaitPhase(3);
		node = federation.node(1);
		root = federation.directory().resolve("root.pem");
		operator = Operator.of(root, node.home());
		http = new Way.Http(challenges.http());
		tlsAlpn = new Way.TlsAlpn(challenges.https());
		dns = new Way.Dns(node.ports().dns(), AcmeClient.hooks(node, root, directory));
		certbot = new Certbot(node, root, directory.resolve("certbot"));
		lego = new Lego(node, root, directory.resolve("lego"), List.of());
		HttpResponse<String> asset = operator.post(node.https("/hypermesh/assets"), "application/json",
				"{\"id\":\"shop\",\"kind\":\"service\",\"description\":\"a shop\"}");
		assertThat(asset.statusCode()).as(asset.body()).isEqualTo(201);
	}

	@AfterAll
	void stop() {
		if (federation != null) {
			federation.close();
		}
	}

	@Test
	@Order(1)
	void certbotObtainsRenewsAndRevokesByHttp() throws Exception {
		goesRound(certbot, ASSET, http);
	}

	@Test
	@Order(2)
	void certbotObtainsAndRenewsByDns() throws Exception {
		obtainsAndRenews(certbot, PLAIN, dns);
	}

	@Test
	@Order(3)
	void legoObtainsRenewsAndRevokesByHttp() throws Exception {
		goesRound(lego, ASSET, http);
	}

	@Test
	@Order(4)
	void legoObtainsAndRenewsByTlsAlpn() throws Exception {
		obtainsAndRenews(lego, ASSET, tlsAlpn);
	}

	@Test
	@Order(5)
	void legoObtainsAndRenewsByDns() throws Exception {
		obtainsAndRenews(lego, PLAIN, dns);
	}

	@Test
	@Order(6)
	void legoBindsItsAccountToAKeyOfTheOperator() throws Exception {
		HttpResponse<String> created = operator.post(node.https("/trustchain/acme/keys"), "application/json", "");
		assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
		JsonNode key = new JsonMapper().readTree(created.body());
		Lego bound = new Lego(node, root, directory.resolve("bound"),
				List.of("--eab", "--kid", key.path("kid").asString(), "--hmac", key.path("hmacKey").asString()));
		bound.obtain(ASSET, http);
		verifies(bound, ASSET);
	}

	/** What certbot and lego do not do: acme4j asks for it in a program. */
	@Test
	@Order(7)
	void acme4jBindsRenewsAsItIsToldChangesItsKeyAndLeaves() throws Exception {
		Session session = Acme4j.session(node, root);
		JsonNode external = new JsonMapper()
			.readTree(operator.post(node.https("/trustchain/acme/keys"), "application/json", "").body());
		Login login = new AccountBuilder().agreeToTermsOfService()
			.withKeyIdentifier(external.path("kid").asString(), external.path("hmacKey").asString())
			.useKeyPair(keys("secp256r1"))
			.createLogin(session);
		assertThat(login.getAccount().hasExternalAccountBinding()).isTrue();

		Certificate first = ordered(login.newOrder().domain(LIBRARY));
		RenewalInfo renewal = first.getRenewalInfo();
		assertThat(renewal.getSuggestedWindowStart()).isBefore(first.getCertificate().getNotAfter().toInstant())
			.isAfter(first.getCertificate().getNotBefore().toInstant());
		Certificate second = ordered(login.newOrder().domain(LIBRARY).replaces(first));
		assertThat(second.getCertificate().getSerialNumber()).isNotEqualTo(first.getCertificate().getSerialNumber());
		assertThatExceptionOfType(AcmeServerException.class)
			.isThrownBy(() -> login.newOrder().domain(LIBRARY).replaces(first).create())
			.satisfies(
					refused -> assertThat(refused.getType()).hasToString("urn:ietf:params:acme:error:alreadyReplaced"));

		login.getAccount().changeKey(keys("secp384r1"));
		int orders = 0;
		for (Iterator<org.shredzone.acme4j.Order> each = login.getAccount().getOrders(); each.hasNext(); each.next()) {
			orders++;
		}
		assertThat(orders).isEqualTo(2);
		second.revoke(RevocationReason.SUPERSEDED);
		assertThatExceptionOfType(AcmeServerException.class).isThrownBy(second::revoke)
			.satisfies(again -> assertThat(again.getType()).hasToString("urn:ietf:params:acme:error:alreadyRevoked"));

		login.getAccount().deactivate();
		assertThatExceptionOfType(AcmeException.class).isThrownBy(() -> login.newOrder().domain(LIBRARY).create());
	}

	private static KeyPair keys(String curve) throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
		generator.initialize(new ECGenParameterSpec(curve));
		return generator.generateKeyPair();
	}

	private Certificate ordered(OrderBuilder wanted) throws Exception {
		org.shredzone.acme4j.Order order = wanted.create();
		for (Authorization authorization : order.getAuthorizations()) {
			Dns01Challenge challenge = authorization.findChallenge(Dns01Challenge.class).orElseThrow();
			HttpResponse<String> put = operator.put(
					node.https("/trustchain/acme/challenges/" + LIBRARY + "/" + challenge.getDigest()), "text/plain",
					new byte[0]);
			assertThat(put.statusCode()).as(put.body()).isEqualTo(204);
			challenge.trigger();
			assertThat(authorization.waitForCompletion(PATIENCE)).isEqualTo(Status.VALID);
		}
		order.execute(keys("secp256r1"));
		assertThat(order.waitForCompletion(PATIENCE)).isEqualTo(Status.VALID);
		Certificate certificate = order.getCertificate();
		certificate.download();
		return certificate;
	}

	/**
	 * The account is there, though the process was killed; and so is what was revoked.
	 */
	@Test
	@Order(8)
	void whatWasThereIsThereAfterAKill() throws Exception {
		byte[] before = fingerprint(certbot, PLAIN);
		federation.kill9();
		federation.start();
		federation.awaitPhase(3);
		certbot.renew(PLAIN, dns);
		assertThat(fingerprint(certbot, PLAIN)).isNotEqualTo(before);
		verifies(certbot, PLAIN);
	}

	private void goesRound(AcmeClient client, String name, Way way) throws Exception {
		obtainsAndRenews(client, name, way);
		String leaf = HexFormat.of().formatHex(fingerprint(client, name));
		Awaitility.await("the certificate is in the ledger")
			.atMost(Duration.ofSeconds(60))
			.until(() -> recorded(leaf).path("issuances").size() == 1);
		client.revoke(name);
		assertThat(recorded(leaf).path("issuances").path(0).path("reason").asString("")).isEqualTo("superseded");
	}

	private JsonNode recorded(String leaf) {
		HttpResponse<String> answer = operator.get(node.https("/trustchain/certificates/" + leaf));
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		return new JsonMapper().readTree(answer.body());
	}

	private void obtainsAndRenews(AcmeClient client, String name, Way way) throws Exception {
		client.obtain(name, way);
		byte[] first = fingerprint(client, name);
		verifies(client, name);
		client.renew(name, way);
		assertThat(fingerprint(client, name)).isNotEqualTo(first);
		verifies(client, name);
	}

	private void verifies(AcmeClient client, String name) {
		Peer.OPENSSL
			.run("verify", "-x509_strict", "-purpose", "sslserver", "-verify_hostname", name, "-CAfile",
					root.toString(), "-untrusted", client.issuer(name).toString(), client.certificate(name).toString())
			.successfully();
	}

	private static byte[] fingerprint(AcmeClient client, String name) throws Exception {
		byte[] pem = Files.readAllBytes(client.certificate(name));
		X509Certificate leaf = (X509Certificate) CertificateFactory.getInstance("X.509")
			.generateCertificate(new ByteArrayInputStream(pem));
		return MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded());
	}

}
