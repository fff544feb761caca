package org.web3ecosystem.trustchain.acme;

import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.acme.challenge.Validation;
import org.web3ecosystem.trustchain.acme.problem.ErrorType;
import org.web3ecosystem.trustchain.acme.state.ChallengeType;
import org.web3ecosystem.trustchain.ca.SigningRequest;
import org.web3ecosystem.trustchain.ca.TestAuthority;

/**
 * An ACME server over an authority and a store in memory; validations say what the test
 * wants.
 */
final class Rig implements AutoCloseable {

	final Node node;

	final TestAuthority authority;

	final MemoryStore store = new MemoryStore();

	final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

	final AtomicReference<LeafRevocation> revocation = new AtomicReference<>(
			(leaf, reason) -> CompletableFuture.failedFuture(new UnavailableException("the ledger does not answer")));

	final AtomicReference<Withdrawals> withdrawals = new AtomicReference<>(chain -> Optional.empty());

	/** Names that their client has control of. */
	final List<String> controlled = new CopyOnWriteArrayList<>();

	final List<Validation.Claim> claims = new CopyOnWriteArrayList<>();

	final AcmeServer server;

	volatile boolean issues = true;

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	Rig(Path directory) {
		this(directory, new AcmeSettings(false, 300, 50, 10, Duration.ofMillis(1)));
	}

	Rig(Path directory, AcmeSettings settings) {
		this.node = Federation.of(1, directory).node(1);
		InstantSource clock = now::get;
		this.authority = new TestAuthority(node, clock);
		this.server = new AcmeServer(settings, Federation.ZONE, () -> store,
				() -> issues ? Optional.of(authority.authority()) : Optional.empty(),
				List.of(new Looked(ChallengeType.HTTP_01), new Looked(ChallengeType.DNS_01),
						new Looked(ChallengeType.TLS_ALPN_01)),
				(leaf, reason) -> revocation.get().revoke(leaf, reason), chain -> withdrawals.get().find(chain), clock,
				threads);
	}

	TestClient client() {
		return new TestClient(server);
	}

	private final class Looked implements Validation {

		private final ChallengeType type;

		Looked(ChallengeType type) {
			this.type = type;
		}

		@Override
		public ChallengeType type() {
			return type;
		}

		@Override
		public void validate(Claim claim) {
			claims.add(claim);
			if (!controlled.contains(claim.name())) {
				throw ErrorType.CONNECTION.because("nobody there");
			}
		}

	}

	static Map<String, Object> order(String... names) {
		List<Map<String, Object>> identifiers = new ArrayList<>();
		for (String name : names) {
			identifiers.add(Map.of("type", "dns", "value", name));
		}
		return Map.of("identifiers", identifiers);
	}

	static Map<String, Object> csr(KeyPair keys, String... names) {
		return Map.of("csr", TestClient.base64(SigningRequest.create(keys, List.of(names))));
	}

	/** Orders and shows control, up to an order that is ready. */
	Reply ready(TestClient client, String... names) {
		controlled.addAll(List.of(names));
		Reply order = client.post("/acme/new-order", order(names));
		for (String authorization : Replies.texts(order, "authorizations")) {
			client.post(Replies.challenge(client.read(authorization), "http-01"), Map.of());
		}
		String url = order.location().orElseThrow();
		return Replies.await(() -> client.read(url), reply -> Replies.text(reply, "status").equals("ready"));
	}

	/** A certificate's URL. */
	String issued(TestClient client, KeyPair keys, String... names) {
		Reply ready = ready(client, names);
		Reply done = client.post(Replies.text(ready, "finalize"), csr(keys, names));
		if (done.status() != 200 || !Replies.text(done, "status").equals("valid")) {
			throw new AssertionError("not issued: " + done);
		}
		return Replies.text(done, "certificate");
	}

	@Override
	public void close() {
		threads.shutdownNow();
		authority.close();
	}

}
