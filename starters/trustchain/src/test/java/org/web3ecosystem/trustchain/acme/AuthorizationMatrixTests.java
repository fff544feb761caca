package org.web3ecosystem.trustchain.acme;

import java.nio.file.Path;
import java.security.KeyPair;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.ca.TestAuthority;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Account x order x identifier: everything that can be asked of an order, by its own
 * account, by another that has orders for the same name, by a stranger and by one that
 * was given up; and every name of one order asked for in another.
 */
class AuthorizationMatrixTests {

	private static final KeyPair KEYS = TestAuthority.keys();

	@TempDir
	private Path directory;

	/** What can be asked, of an order for this name at this URL. */
	private record Question(String name, String order, String authorization, String challenge, String complete) {
	}

	private static final Map<String, BiFunction<TestClient, Question, Reply>> ACTS = acts();

	private static Map<String, BiFunction<TestClient, Question, Reply>> acts() {
		Map<String, BiFunction<TestClient, Question, Reply>> acts = new LinkedHashMap<>();
		acts.put("read order", (who, what) -> who.read(what.order()));
		acts.put("read authorization", (who, what) -> who.read(what.authorization()));
		acts.put("read challenge", (who, what) -> who.read(what.challenge()));
		acts.put("answer challenge", (who, what) -> who.post(what.challenge(), Map.of()));
		acts.put("finalize", (who, what) -> who.post(what.complete(), Rig.csr(KEYS, what.name())));
		acts.put("deactivate", (who, what) -> who.post(what.authorization(), Map.of("status", "deactivated")));
		return acts;
	}

	@Test
	void onlyItsOwnAccountCanDoAnythingWithAnOrder() {
		try (Rig rig = new Rig(directory)) {
			TestClient owner = rig.client().withAccount();
			TestClient rival = rig.client().withAccount();
			TestClient stranger = rig.client().withAccount();
			TestClient gone = rig.client().withAccount();
			gone.post(gone.kid(), Map.of("status", "deactivated"));
			int asked = 0;
			for (String name : new String[] { "a.local.internal", "b.asset.local.internal" }) {
				rig.ready(rival, name);
				for (Map.Entry<String, BiFunction<TestClient, Question, Reply>> act : ACTS.entrySet()) {
					Question pending = pending(owner, name);
					Question ready = question(owner, rig.ready(owner, name), name);
					for (Question question : new Question[] { pending, ready }) {
						for (TestClient other : new TestClient[] { rival, stranger, gone }) {
							Reply refused = act.getValue().apply(other, question);
							assertThat(Replies.problem(refused)).as("%s %s", act.getKey(), question)
								.isEqualTo("unauthorized");
							asked++;
						}
					}
					assertThat(Replies.text(owner.read(ready.order()), "status")).isEqualTo("ready");
					assertThat(Replies.text(owner.read(pending.order()), "status")).isEqualTo("pending");
					assertThat(act.getValue().apply(owner, ready).status()).as(act.getKey()).isEqualTo(200);
				}
			}
			assertThat(asked).isEqualTo(2 * ACTS.size() * 2 * 3);
		}
	}

	/** What was shown for one name, in one order, counts for no other. */
	@Test
	void anAuthorizationIsForOneNameInOneOrder() {
		try (Rig rig = new Rig(directory)) {
			TestClient client = rig.client().withAccount();
			String[] names = { "a.local.internal", "b.local.internal", "c.asset.local.internal" };
			for (String shown : names) {
				rig.controlled.clear();
				rig.ready(client, shown);
				for (String wanted : names) {
					Question pending = pending(client, wanted);
					assertThat(Replies.problem(client.post(pending.complete(), Rig.csr(KEYS, wanted))))
						.isEqualTo("orderNotReady");
					Question ready = question(client, rig.ready(client, shown), shown);
					assertThat(client.post(ready.complete(), Rig.csr(KEYS, wanted)).status())
						.as("%s shown, %s wanted", shown, wanted)
						.isEqualTo(shown.equals(wanted) ? 200 : 400);
				}
			}
		}
	}

	@Test
	void whatAnAccountHasIsForItAlone() {
		try (Rig rig = new Rig(directory)) {
			TestClient owner = rig.client().withAccount();
			TestClient other = rig.client().withAccount();
			String certificate = rig.issued(owner, KEYS, "a.local.internal");
			byte[] leaf = Digest.encoded(AcmeServerTests.chain(owner.read(certificate)).getFirst());

			assertThat(Replies.problem(other.read(certificate))).isEqualTo("unauthorized");
			assertThat(Replies.problem(other.read(owner.kid()))).isEqualTo("unauthorized");
			assertThat(Replies.problem(other.post(owner.kid(), Map.of("status", "deactivated"))))
				.isEqualTo("unauthorized");
			assertThat(Replies.problem(other.read(owner.kid() + "/orders"))).isEqualTo("unauthorized");
			assertThat(Replies.problem(other.post("/acme/revoke-cert", Map.of("certificate", TestClient.base64(leaf)))))
				.isEqualTo("unauthorized");
			assertThat(Replies.texts(owner.read(owner.kid() + "/orders"), "orders")).hasSize(1);
		}
	}

	private static Question pending(TestClient client, String name) {
		Reply order = client.post("/acme/new-order", Rig.order(name));
		return question(client, order, name);
	}

	private static Question question(TestClient client, Reply order, String name) {
		String authorization = Replies.texts(order, "authorizations").getFirst();
		return new Question(name, order.location().orElseThrow(), authorization,
				Replies.challenge(client.read(authorization), "tls-alpn-01"), Replies.text(order, "finalize"));
	}

}
