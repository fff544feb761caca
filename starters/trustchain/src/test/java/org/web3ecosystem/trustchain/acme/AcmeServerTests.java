package org.web3ecosystem.trustchain.acme;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import com.nimbusds.jose.jwk.ECKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.acme.state.ExternalKey;
import org.web3ecosystem.trustchain.acme.state.IssuedCertificate;
import org.web3ecosystem.trustchain.ca.Pem;
import org.web3ecosystem.trustchain.ca.TestAuthority;
import org.web3ecosystem.trustchain.ledger.CertificateCommand;
import org.web3ecosystem.trustchain.ledger.Revocation.Reason;
import org.web3ecosystem.trustchain.ledger.RevokedLeaves;
import org.web3ecosystem.trustchain.ledger.TaintedAuthorities;
import org.web3ecosystem.trustchain.ledger.TestLedger;
import org.web3ecosystem.trustchain.ledger.TestTaints;
import org.web3ecosystem.trustchain.path.Validator;

import static org.assertj.core.api.Assertions.assertThat;

/** What a client that keeps to the protocol gets. */
class AcmeServerTests {

	private static final String NAME = "www.asset.local.internal";

	private static final Links LINKS = new Links("https://acme.test");

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
	void aCertificateIsIssuedAndLogged() throws Exception {
		KeyPair keys = TestAuthority.keys();

		Reply downloaded = client.read(rig.issued(client, keys, NAME, "api.local.internal"));

		List<X509Certificate> chain = chain(downloaded);
		assertThat(chain).hasSize(2);
		assertThat(chain.getFirst().getPublicKey()).isEqualTo(keys.getPublic());
		assertThat(chain.getFirst().getSubjectAlternativeNames()).extracting(name -> String.valueOf(name.get(1)))
			.containsExactlyInAnyOrder(NAME, "api.local.internal");
		assertThat(chain.getFirst().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
		assertThat(rig.authority.log().find(Digest.of(chain.getFirst()))).isPresent();
		Path root = Files.writeString(directory.resolve("root.pem"),
				Pem.encode(List.of(rig.node.genesis().rootCertificate())));
		Path rest = Files.writeString(directory.resolve("rest.pem"), Pem.encode(chain.subList(1, 2)));
		Path leaf = Files.writeString(directory.resolve("leaf.pem"), Pem.encode(chain.subList(0, 1)));
		Process openssl = new ProcessBuilder("openssl", "verify", "-x509_strict", "-purpose", "sslserver",
				"-verify_hostname", NAME, "-CAfile", root.toString(), "-untrusted", rest.toString(), leaf.toString())
			.redirectErrorStream(true)
			.start();
		String said = new String(openssl.getInputStream().readAllBytes());
		assertThat(openssl.waitFor()).as(said).isZero();
	}

	/** Not as a node, not as any node's server, not as an operator. */
	@Test
	void whatWasOrderedHereNeverOpensAConnectionOfTheFederation() {
		List<X509Certificate> chain = chain(client.read(rig.issued(client, TestAuthority.keys(), NAME)));
		CertificateChain shown = new CertificateChain(chain);
		Validator validator = new Validator(rig.node.genesis().rootCertificate(), Federation.ZONE, rig.now::get);
		NodeId subject = new NodeId(chain.getFirst()
			.getSubjectX500Principal()
			.getName("RFC1779", Map.of("2.5.4.5", "SN"))
			.replaceAll(".*SN=([0-9a-f]{64}).*", "$1"));

		for (NodeId node : List.of(rig.node.id(), subject)) {
			assertThat(validator.validate(shown, Purpose.NODE, node)).isInstanceOf(Verdict.Rejected.class);
			assertThat(validator.validate(shown, Purpose.OPERATOR, node)).isInstanceOf(Verdict.Rejected.class);
		}
		assertThat(validator.validate(shown, Purpose.SERVER, rig.node.id())).isInstanceOf(Verdict.Rejected.class);
		assertThat(validator.validate(shown, Purpose.SERVER, subject)).isEqualTo(Verdict.accepted());
	}

	@Test
	void anAccountIsFoundChangedAndGivenUp() {
		assertThat(rig.client().newAccount(Map.of("onlyReturnExisting", true)).status()).isEqualTo(400);
		Reply again = client.newAccount(Map.of("onlyReturnExisting", true));
		assertThat(again.status()).isEqualTo(200);
		assertThat(again.location()).contains(client.kid());

		Reply changed = client.post(client.kid(), Map.of("contact", List.of("mailto:admin@example.org")));
		assertThat(Replies.texts(changed, "contact")).containsExactly("mailto:admin@example.org");
		assertThat(Replies.problem(client.post(client.kid(), Map.of("contact", List.of("tel:+1")))))
			.isEqualTo("unsupportedContact");
		assertThat(Replies.problem(client.post(client.kid(), Map.of("contact", List.of("mailto:a@b.c?subject=x")))))
			.isEqualTo("invalidContact");

		assertThat(Replies.text(client.post(client.kid(), Map.of("status", "deactivated")), "status"))
			.isEqualTo("deactivated");
		assertThat(Replies.problem(client.read(client.kid()))).isEqualTo("unauthorized");
		assertThat(Replies.problem(client.newAccount(Map.of()))).isEqualTo("unauthorized");
	}

	@Test
	void anAccountMovesToAnotherKey() {
		ECKey next = TestClient.newKey();
		ECKey old = client.key();
		assertThat(rollover(client, next, old, next).status()).isEqualTo(200);
		assertThat(Replies.problem(client.read(client.kid()))).isEqualTo("malformed");
		client.use(next);
		assertThat(client.read(client.kid()).status()).isEqualTo(200);
	}

	@Test
	void aKeyIsTakenOverByNobody() {
		TestClient other = rig.client().withAccount();
		ECKey stranger = TestClient.newKey();

		Reply taken = rollover(client, other.key(), client.key(), other.key());
		assertThat(taken.status()).isEqualTo(409);
		assertThat(taken.location()).contains(other.kid());
		// the new key has not signed
		assertThat(Replies.problem(rollover(client, stranger, client.key(), client.key()))).isEqualTo("malformed");
		// the old key is another
		assertThat(Replies.problem(rollover(client, stranger, stranger, stranger))).isEqualTo("malformed");
	}

	private static Reply rollover(TestClient client, ECKey next, ECKey old, ECKey signing) {
		String inner = TestClient.jws(
				TestClient.header("alg", "ES256", "url", TestClient.LINKS.keyChange(), "jwk",
						next.toPublicJWK().toJSONObject()),
				TestClient.json(Map.of("account", client.kid(), "oldKey", old.toPublicJWK().toJSONObject())), signing);
		return client.send("/acme/key-change", client.byAccount("/acme/key-change", inner));
	}

	@Test
	void fromElsewhereAnAccountNeedsTheOperatorsKeyOnce() {
		assertThat(Replies.problem(rig.client().from("192.0.2.1").newAccount(Map.of())))
			.isEqualTo("externalAccountRequired");
		ExternalKey key = rig.server.external().create();
		TestClient far = rig.client().from("192.0.2.1");

		assertThat(Replies
			.problem(far.newAccount(Map.of("externalAccountBinding", far.binding(key.id(), new byte[32], far.key())))))
			.isEqualTo("unauthorized");
		assertThat(Replies.problem(far
			.newAccount(Map.of("externalAccountBinding", far.binding(key.id(), key.secret(), TestClient.newKey())))))
			.isEqualTo("malformed");
		Map<String, Object> bound = Map.of("externalAccountBinding", far.binding(key.id(), key.secret(), far.key()));
		Reply created = far.newAccount(bound);
		assertThat(created.status()).isEqualTo(201);
		assertThat(((JsonNode) Replies.members(created).get("externalAccountBinding")).path("signature").asString())
			.as("RFC 8555, section 7.3.4")
			.isEqualTo(((Map<?, ?>) bound.get("externalAccountBinding")).get("signature"));
		TestClient second = rig.client().from("192.0.2.1");
		assertThat(Replies.problem(second
			.newAccount(Map.of("externalAccountBinding", second.binding(key.id(), key.secret(), second.key())))))
			.isEqualTo("unauthorized");
	}

	@Test
	void anExternalKeyThatWaitedTooLongIsOver() {
		ExternalKey key = rig.server.external().create();
		rig.now.set(rig.now.get().plus(ExternalAccounts.LIFE));
		TestClient far = rig.client().from("192.0.2.1");
		assertThat(Replies
			.problem(far.newAccount(Map.of("externalAccountBinding", far.binding(key.id(), key.secret(), far.key())))))
			.isEqualTo("unauthorized");
	}

	@Test
	void whoDoesNotShowControlGetsNothing() {
		Reply order = client.post("/acme/new-order", Rig.order(NAME));
		String url = order.location().orElseThrow();
		assertThat(Replies.problem(client.post(Replies.text(order, "finalize"), Rig.csr(TestAuthority.keys(), NAME))))
			.isEqualTo("orderNotReady");

		client.post(Replies.challenge(client.read(Replies.texts(order, "authorizations").getFirst()), "dns-01"),
				Map.of());
		Reply invalid = Replies.await(() -> client.read(url), reply -> Replies.text(reply, "status").equals("invalid"));

		assertThat(Replies.text(invalid, "error")).contains("connection", "nobody there");
		assertThat(rig.claims).hasSize(Validations.ATTEMPTS);
		assertThat(Replies.problem(client.post(Replies.text(order, "finalize"), Rig.csr(TestAuthority.keys(), NAME))))
			.isEqualTo("orderNotReady");
	}

	@Test
	void failuresAreLimitedForEachName() {
		AcmeSettings strict = new AcmeSettings(false, 300, 50, 1, Duration.ofMillis(1));
		try (Rig limited = new Rig(directory.resolve("strict"), strict)) {
			TestClient one = limited.client().withAccount();
			Reply order = one.post("/acme/new-order", Rig.order(NAME));
			one.post(Replies.challenge(one.read(Replies.texts(order, "authorizations").getFirst()), "dns-01"),
					Map.of());
			Replies.await(() -> one.read(order.location().orElseThrow()),
					reply -> Replies.text(reply, "status").equals("invalid"));

			Reply refused = one.post("/acme/new-order", Rig.order(NAME));
			assertThat(Replies.problem(refused)).isEqualTo("rateLimited");
			assertThat(refused.status()).isEqualTo(429);
			assertThat(refused.retryAfter())
				.hasValueSatisfying(wait -> assertThat(wait).isBetween(Duration.ofSeconds(1), Duration.ofHours(1)));
			assertThat(one.post("/acme/new-order", Rig.order("api.local.internal")).status()).isEqualTo(201);
			limited.now.set(limited.now.get().plus(refused.retryAfter().orElseThrow()));
			assertThat(one.post("/acme/new-order", Rig.order(NAME)).status()).isEqualTo(201);
		}
	}

	@Test
	void ordersAndAccountsAreLimited() {
		AcmeSettings strict = new AcmeSettings(false, 2, 1, 10, Duration.ofMillis(1));
		try (Rig limited = new Rig(directory.resolve("strict"), strict)) {
			TestClient one = limited.client().withAccount();
			assertThat(Replies.problem(limited.client().newAccount(Map.of()))).isEqualTo("rateLimited");
			one.post("/acme/new-order", Rig.order(NAME));
			one.post("/acme/new-order", Rig.order(NAME));
			assertThat(Replies.problem(one.post("/acme/new-order", Rig.order(NAME)))).isEqualTo("rateLimited");
		}
	}

	@Test
	void anOrderEnds() {
		Reply order = client.post("/acme/new-order", Rig.order(NAME));
		Reply authorization = client.read(Replies.texts(order, "authorizations").getFirst());
		rig.now.set(rig.now.get().plus(Orders.LIFE));

		assertThat(Replies.text(client.read(order.location().orElseThrow()), "status")).isEqualTo("invalid");
		rig.controlled.add(NAME);
		client.post(Replies.challenge(authorization, "http-01"), Map.of());
		assertThat(Replies.text(client.read(Replies.texts(order, "authorizations").getFirst()), "status"))
			.isEqualTo("expired");
		assertThat(rig.claims).isEmpty();
	}

	@Test
	void anAuthorizationThatWasGivenUpIsNoMore() {
		Reply ready = rig.ready(client, NAME);
		String authorization = Replies.texts(ready, "authorizations").getFirst();

		assertThat(Replies.text(client.post(authorization, Map.of("status", "deactivated")), "status"))
			.isEqualTo("deactivated");
		assertThat(Replies.problem(client.post(Replies.text(ready, "finalize"), Rig.csr(TestAuthority.keys(), NAME))))
			.isEqualTo("orderNotReady");
	}

	@Test
	void anOrderIsFinalizedOnce() {
		Reply ready = rig.ready(client, NAME);
		int before = rig.authority.log().size();
		assertThat(client.post(Replies.text(ready, "finalize"), Rig.csr(TestAuthority.keys(), NAME)).status())
			.isEqualTo(200);
		assertThat(Replies.problem(client.post(Replies.text(ready, "finalize"), Rig.csr(TestAuthority.keys(), NAME))))
			.isEqualTo("orderNotReady");
		assertThat(rig.authority.log().size()).isEqualTo(before + 1);
	}

	@Test
	void whatTheProcessDiedOverIsNotIssuedAgain() {
		Reply ready = rig.ready(client, NAME);
		String url = ready.location().orElseThrow();
		rig.store.changeOrder(url.substring(url.lastIndexOf('/') + 1), order -> order.at(rig.now.get()).finalizing());

		assertThat(Replies.text(client.read(url), "status")).isEqualTo("invalid");
		assertThat(Replies.problem(client.post(Replies.text(ready, "finalize"), Rig.csr(TestAuthority.keys(), NAME))))
			.isEqualTo("orderNotReady");
		assertThat(rig.authority.log().size()).isZero();
	}

	@Test
	void withoutAnAuthorityTheOrderStaysReady() {
		Reply ready = rig.ready(client, NAME);
		rig.issues = false;
		Reply refused = client.post(Replies.text(ready, "finalize"), Rig.csr(TestAuthority.keys(), NAME));
		assertThat(refused.status()).isEqualTo(503);
		assertThat(refused.retryAfter()).isPresent();
		rig.issues = true;
		assertThat(Replies.text(client.post(Replies.text(ready, "finalize"), Rig.csr(TestAuthority.keys(), NAME)),
				"status"))
			.isEqualTo("valid");
	}

	@Test
	void aRenewalReplacesOnce() {
		String url = rig.issued(client, TestAuthority.keys(), NAME);
		String id = url.substring(url.lastIndexOf('/') + 1);
		IssuedCertificate certificate = rig.store.certificate(id).orElseThrow();

		Reply info = rig.server.renewalInfo(LINKS, id);
		assertThat(info.retryAfter()).contains(Duration.ofHours(1));
		assertThat(Replies.text(info, "suggestedWindow")).contains(certificate.renewal(60).toString(),
				certificate.renewal(75).toString());
		assertThat(rig.server.renewalInfo(LINKS, "none").status()).isEqualTo(400);

		Map<String, Object> replacing = new java.util.HashMap<>(Rig.order(NAME));
		replacing.put("replaces", id);
		Reply order = client.post("/acme/new-order", replacing);
		assertThat(Replies.text(order, "replaces")).isEqualTo(id);
		Reply again = client.post("/acme/new-order", replacing);
		assertThat(Replies.problem(again)).isEqualTo("alreadyReplaced");
		assertThat(again.status()).isEqualTo(409);
		assertThat(Replies.problem(rig.client().withAccount().post("/acme/new-order", replacing)))
			.isEqualTo("malformed");
	}

	/** RFC 9773, section 4.2: a client renews at once when the window is over. */
	@Test
	void aRevokedLeafAndOneOfATaintedAuthorityAreToBeReplacedNow() {
		String url = rig.issued(client, TestAuthority.keys(), NAME);
		String id = url.substring(url.lastIndexOf('/') + 1);
		Instant made = rig.now.get();
		TestLedger ledger = new TestLedger(rig.node.genesis());
		ledger.at(made);
		RevokedLeaves revoked = new RevokedLeaves(rig.node.genesis().validators(), ledger.of(rig.node.id()),
				rig.now::get, () -> {
				});
		TaintedAuthorities tainted = TestTaints.of(rig.node.genesis(), ledger, rig.node.id(), rig.node.home(),
				rig.now::get);
		rig.withdrawals.set(new LedgerWithdrawals(rig.node.id(), revoked, tainted));
		assertThat(windowIsOver(id)).isFalse();
		assertThat(rig.server.renewalInfo(LINKS, id).toString()).doesNotContain("explanationURL");

		TestTaints.taint(ledger, rig.node.id(), rig.authority.authority().intermediate(Purpose.NODE), rig.node.id(),
				Duration.ofHours(1));
		tainted.look();
		assertThat(windowIsOver(id)).as("the other intermediate").isFalse();

		TestTaints.taint(ledger, rig.node.id(), rig.authority.authority().intermediate(Purpose.SERVER), rig.node.id(),
				Duration.ofHours(1));
		tainted.look();
		assertThat(windowIsOver(id)).as("before anything is refused").isTrue();
		assertThat(Replies.text(rig.server.renewalInfo(LINKS, id), "explanationURL"))
			.isEqualTo("https://acme.test/trustchain/authorities");

		X509Certificate leaf = rig.store.certificate(id).orElseThrow().leaf();
		ledger.of(rig.node.id())
			.submit(new CertificateCommand.Issued(Digest.of(leaf), leaf.getSerialNumber().toByteArray(), rig.node.id(),
					Purpose.SERVER, leaf.getNotAfter().toInstant(), 0))
			.toCompletableFuture()
			.join();
		ledger.of(rig.node.id())
			.submit(new CertificateCommand.Revoked(Digest.of(leaf), rig.node.id(), Reason.KEY_COMPROMISE))
			.toCompletableFuture()
			.join();
		revoked.look();
		assertThat(windowIsOver(id)).as("by its operator, not by ACME").isTrue();
		assertThat(Replies.text(rig.server.renewalInfo(LINKS, id), "explanationURL"))
			.isEqualTo("https://acme.test/trustchain/certificates/" + Digest.hex(Digest.encoded(leaf)));
	}

	@Test
	void whatCannotBeToldOfACertificateIsAskedLater() {
		String url = rig.issued(client, TestAuthority.keys(), NAME);
		rig.withdrawals.set(chain -> {
			throw new UnavailableException("it cannot be told which authorities are tainted");
		});
		Reply later = rig.server.renewalInfo(LINKS, url.substring(url.lastIndexOf('/') + 1));
		assertThat(later.status()).isEqualTo(503);
		assertThat(later.retryAfter()).isPresent();
	}

	private boolean windowIsOver(String id) {
		Map<?, ?> window = (Map<?, ?>) Replies.members(rig.server.renewalInfo(LINKS, id)).get("suggestedWindow");
		assertThat(Instant.parse((String) window.get("start"))).isBefore(Instant.parse((String) window.get("end")));
		return Instant.parse((String) window.get("end")).isBefore(rig.now.get());
	}

	@Test
	void whatCannotBeRevokedNowIsNotSaidToBe() {
		X509Certificate own = chain(client.read(rig.issued(client, TestAuthority.keys(), NAME))).getFirst();
		Reply later = client.post("/acme/revoke-cert", revoking(own));
		assertThat(later.status()).isEqualTo(503);
		assertThat(later.retryAfter()).isPresent();
		rig.revocation
			.set((leaf, reason) -> CompletableFuture.failedFuture(new RejectedException("not this node's to revoke")));
		Reply refused = client.post("/acme/revoke-cert", revoking(own));
		assertThat(refused.status()).isEqualTo(500);
		assertThat(Replies.text(refused, "detail")).isEqualTo("not this node's to revoke");
		assertThat(rig.store.certificate(IssuedCertificate.idOf(own)).orElseThrow().revoked()).isEmpty();
	}

	@Test
	void aCertificateIsRevokedByItsAccountByItsKeyAndByWhoHasItsNames() throws Exception {
		List<String> revoked = new ArrayList<>();
		rig.revocation.set((leaf, reason) -> {
			revoked.add(leaf.getSerialNumber() + " " + reason);
			return CompletableFuture.completedFuture(null);
		});
		X509Certificate own = chain(client.read(rig.issued(client, TestAuthority.keys(), NAME))).getFirst();
		Map<String, Object> compromised = new java.util.HashMap<>(revoking(own));
		compromised.put("reason", 1);
		assertThat(client.post("/acme/revoke-cert", compromised).status()).isEqualTo(200);
		assertThat(Replies.problem(client.post("/acme/revoke-cert", compromised))).isEqualTo("alreadyRevoked");
		assertThat(revoked).containsExactly(own.getSerialNumber() + " 1");
		assertThat(Replies.text(rig.server.renewalInfo(LINKS, IssuedCertificate.idOf(own)), "suggestedWindow"))
			.contains(own.getNotBefore().toInstant().toString());

		ECKey certified = TestClient.newKey();
		X509Certificate second = chain(client.read(rig.issued(client, certified.toKeyPair(), NAME))).getFirst();
		TestClient bearer = rig.client();
		assertThat(Replies.problem(
				bearer.send("/acme/revoke-cert", bearer.byKey("/acme/revoke-cert", TestClient.json(revoking(second))))))
			.isEqualTo("unauthorized");
		bearer.use(certified);
		assertThat(
				bearer.send("/acme/revoke-cert", bearer.byKey("/acme/revoke-cert", TestClient.json(revoking(second))))
					.status())
			.isEqualTo(200);

		X509Certificate third = chain(client.read(rig.issued(client, TestAuthority.keys(), NAME))).getFirst();
		TestClient other = rig.client().withAccount();
		assertThat(Replies.problem(other.post("/acme/revoke-cert", revoking(third)))).isEqualTo("unauthorized");
		rig.ready(other, NAME);
		assertThat(other.post("/acme/revoke-cert", revoking(third)).status()).isEqualTo(200);
	}

	@Test
	void onlyWhatWasOrderedHereIsRevokedAndForReasonsThatThereAre() {
		rig.revocation.set((leaf, reason) -> CompletableFuture.completedFuture(null));
		X509Certificate nodes = rig.authority.issue(Purpose.SERVER).leaf();
		assertThat(Replies.problem(client.post("/acme/revoke-cert", revoking(nodes)))).isEqualTo("unauthorized");
		assertThat(Replies.problem(client.post("/acme/revoke-cert", revoking(rig.node.genesis().rootCertificate()))))
			.isEqualTo("unauthorized");
		X509Certificate own = chain(client.read(rig.issued(client, TestAuthority.keys(), NAME))).getFirst();
		Map<String, Object> odd = new java.util.HashMap<>(revoking(own));
		for (Object reason : List.of(2, 6, 7, -1, "1", 1.5)) {
			odd.put("reason", reason);
			assertThat(Replies.problem(client.post("/acme/revoke-cert", odd))).isEqualTo("badRevocationReason");
		}
	}

	private static Map<String, Object> revoking(X509Certificate leaf) {
		return Map.of("certificate", TestClient.base64(Digest.encoded(leaf)));
	}

	static List<X509Certificate> chain(Reply reply) {
		return Pem.decode("CERTIFICATE", ((Reply.Body.Chain) reply.body()).pem()).stream().map(der -> {
			try {
				return Pem.certificate(der);
			}
			catch (java.security.cert.CertificateException malformed) {
				throw new AssertionError(malformed);
			}
		}).toList();
	}

}
