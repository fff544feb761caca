package org.web3ecosystem.hashgraph;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.hashgraph.evidence.EquivocationWatch;
import org.web3ecosystem.hashgraph.evidence.GossipEvidence;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.consensus.ConsensusEngine.Submission;
import org.web3ecosystem.spi.consensus.EngineReport.Status;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.consensus.Roster.Member;
import org.web3ecosystem.spitest.consensus.RecordingApplication;

import static org.assertj.core.api.Assertions.assertThat;

/** What happens to a replica among three others: it leaves, returns, forgets, lies. */
class ReplicaLifeTests {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	/** So that a test need not wait ten seconds for each return. */
	private static final Map<String, String> IMPATIENT = Map.of("platformStatus.observingStatusDelay", "1s");

	private static final Map<String, String> SHORT_MEMORY = Map.of("platformStatus.observingStatusDelay", "1s",
			"consensus.roundsExpired", "60");

	@Test
	void threeGoOnWithoutTheFourthWhichCatchesUpWhenItReturns() throws IOException {
		try (LocalFederation federation = new LocalFederation(4, IMPATIENT)) {
			List<RecordingApplication> applications = startAll(federation);
			submit(federation, 0, "before", 20);
			awaitCount(federation, applications.get(3), 20);

			federation.engines().get(3).close();
			assertThat(federation.engines().get(3).report().status()).isEqualTo(Status.STOPPED);
			requireFreePort(federation.nodes().get(3));
			submit(federation, 1, "without", 20);
			awaitCount(federation, applications.get(0), 40);

			RecordingApplication returned = start(federation.reopen(3));
			await(() -> federation.engines().get(3).report().isActive(), () -> reports(federation));
			submitUntilExecuted(federation, 3, returned);

			awaitCount(federation, applications.get(0), 60);
			List<RecordingApplication.Entry> all = applications.get(0).entries();
			assertThat(returned.entries()).isNotEmpty()
				.allSatisfy(entry -> assertThat(entry).isEqualTo(all.get((int) entry.position() - 1)));
			assertThat(returned.entries().getLast()).isEqualTo(all.getLast());
		}
	}

	@Test
	void oneThatSignsTwoEventsForOnePlaceIsCaughtByAllOthers() {
		try (LocalFederation federation = new LocalFederation(4)) {
			List<RecordingApplication> applications = startAll(federation);
			submit(federation, 3, "before", 20);
			awaitCount(federation, applications.get(0), 20);
			await(() -> federation.engines().stream().allMatch(HashgraphEngine::isAsleep), () -> reports(federation));

			Liar.of(federation, 3).gossipSecondVersionOfLatestEvent();

			await(() -> applications.subList(0, 3).stream().allMatch(it -> !it.misbehaviours().isEmpty()),
					() -> reports(federation));
			assertThat(applications.subList(0, 3)).allSatisfy(application -> {
				assertThat(application.misbehaviours().getFirst().engineId())
					.isEqualTo(federation.nodes().get(3).genesis().validators().get(3).engineId());
				assertThat(application.misbehaviours().getFirst().kind()).isEqualTo(EquivocationWatch.EQUIVOCATION);
				List<byte[]> messages = application.misbehaviours().getFirst().messages();
				assertThat(messages).hasSize(2);
				assertThat(new GossipEvidence().contradiction(federation.nodes().get(3).genesis().validators().get(3),
						messages.getFirst(), messages.getLast()))
					.isPresent();
			});
			submit(federation, 0, "after", 20);
			awaitCount(federation, applications.get(1), 40);
		}
	}

	/**
	 * The engine waits for ten seconds before it makes an event, and hears of its own
	 * from the others by then.
	 */
	@Test
	void whoReturnsWithAnOldDiskOrAnEmptyOneListensFirstAndContradictsNothing() throws IOException {
		try (LocalFederation federation = new LocalFederation(4)) {
			List<RecordingApplication> applications = startAll(federation);
			submit(federation, 3, "kept", 20);
			awaitCount(federation, applications.get(0), 20);
			federation.engines().get(3).close();
			Path engine = federation.nodes().get(3).home().resolve("hashgraph").resolve("engine");
			Path old = federation.nodes().get(3).home().resolve("old");
			copy(engine, old);
			returnAndSubmit(federation, "lost");

			delete(engine);
			copy(old, engine);
			returnAndSubmit(federation, "from an old disk");
			delete(engine);
			returnAndSubmit(federation, "from a disk that lost it");

			assertThat(applications.subList(0, 3)).allSatisfy(application -> assertThat(application.misbehaviours())
				.filteredOn(found -> found.messages().size() == 2)
				.isEmpty());
		}
	}

	/** Peers try again and again to reach a replica that is being replaced. */
	@Test
	void aPortThatIsDialledAllTheTimeIsFreeOnceItsReplicaIsStopped() {
		try (LocalFederation federation = new LocalFederation(1)) {
			startAll(federation);
			GossipPort port = new DirectGossip(federation.nodes().getFirst()).port();
			AtomicBoolean over = new AtomicBoolean();
			Thread.ofVirtual().start(() -> dial(port, over));
			try {
				federation.engines().getFirst().close();
				assertThat(port.awaitFree(Duration.ofSeconds(10).toNanos())).isTrue();
			}
			finally {
				over.set(true);
			}
		}
	}

	private static void dial(GossipPort port, AtomicBoolean over) {
		while (!over.get()) {
			try (Socket socket = new Socket(port.address(), port.port())) {
				socket.setSoLinger(true, 0);
			}
			catch (IOException nobodyThere) {
				// that is what is waited for
			}
			LockSupport.parkNanos(30_000_000);
		}
	}

	/** Somebody else may get the port while a replica is replaced. */
	@Test
	void theNextReplicaWaitsForThePort() throws IOException {
		try (LocalFederation federation = new LocalFederation(1)) {
			HashgraphEngine engine = federation.engines().getFirst();
			RecordingApplication application = new RecordingApplication();
			Member only = federation.roster().members().getFirst();
			application.orders("heavier", new Roster(List.of(new Member(only.validator(), 2))));
			engine.start(application);
			await(() -> engine.report().isActive(), () -> reports(federation));
			assertThat(engine.submit("heavier".getBytes(StandardCharsets.UTF_8))).isEqualTo(Submission.TAKEN);

			try (ServerSocket thief = take(new DirectGossip(federation.nodes().getFirst()).port())) {
				await(() -> engine.report().detail().contains("is taken, waiting for it"), () -> reports(federation));
				assertThat(thief.isBound()).isTrue();
			}

			await(() -> engine.report().isActive(), () -> reports(federation));
			assertThat(engine.report().epoch().number()).isEqualTo(1);
		}
	}

	private static ServerSocket take(GossipPort port) throws IOException {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (true) {
			try {
				return new ServerSocket(port.port(), 1, port.address());
			}
			catch (BindException taken) {
				if (System.nanoTime() > deadline) {
					throw taken;
				}
				LockSupport.parkNanos(100_000);
			}
		}
	}

	private static void returnAndSubmit(LocalFederation federation, String prefix) {
		RecordingApplication returned = start(federation.reopen(3));
		await(() -> federation.engines().get(3).report().isActive(), () -> reports(federation));
		submitUntilExecuted(federation, 3, returned);
		submit(federation, 3, prefix, 5);
		federation.engines().get(3).close();
	}

	private static void copy(Path from, Path to) throws IOException {
		try (Stream<Path> files = Files.walk(from)) {
			for (Path file : files.toList()) {
				Files.copy(file, to.resolve(from.relativize(file).toString()));
			}
		}
	}

	private static void delete(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
	}

	@Test
	void oneThatIsFarBehindTakesOverAStateFromItsPeers() {
		try (LocalFederation federation = new LocalFederation(4, SHORT_MEMORY)) {
			long count = leaveTheFourthFarBehind(federation);

			RecordingApplication returned = start(federation.reopen(3));
			await(() -> federation.engines().get(3).report().isActive(), () -> reports(federation));

			await(() -> RecordingApplication
				.count(federation.engines().get(3).read(RecordingApplication.COUNT)) == count,
					() -> reports(federation));
			assertThat(returned.restoredCounts()).anyMatch(restored -> restored > 5);
		}
	}

	/** Of rules that it does not know, for instance. The process goes on. */
	@Test
	void oneThatCannotGoOnFromAPeersStateFailsAlone() {
		try (LocalFederation federation = new LocalFederation(4, SHORT_MEMORY)) {
			leaveTheFourthFarBehind(federation);

			HashgraphEngine returned = federation.reopen(3);
			returned.start(new FailingApplication(new RecordingApplication(), false));
			await(() -> returned.report().status() == Status.FAILED, () -> reports(federation));

			assertThat(returned.report().detail()).contains("the state that a peer sent");
			assertThat(federation.engines().subList(0, 3)).allMatch(engine -> engine.report().isActive());
		}
	}

	/** Returns how many transactions were executed. */
	private static long leaveTheFourthFarBehind(LocalFederation federation) {
		List<RecordingApplication> applications = startAll(federation);
		submit(federation, 0, "before", 5);
		awaitCount(federation, applications.get(3), 5);
		federation.engines().get(3).close();
		long left = federation.engines().get(0).report().round();
		int sent = 0;
		while (federation.engines().get(0).report().round() < left + 120) {
			submit(federation, 0, "round" + sent, 1);
			sent++;
			awaitCount(federation, applications.get(0), 5 + sent);
		}
		return 5 + sent;
	}

	@Test
	void aTakenPortIsSaidAndNothingIsLeftBehind() throws IOException {
		try (LocalFederation federation = new LocalFederation(1)) {
			Node node = federation.nodes().getFirst();
			try (ServerSocket squatter = new ServerSocket()) {
				squatter.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), node.endpoints().gossip()));
				HashgraphEngine engine = federation.engines().getFirst();
				engine.start(new RecordingApplication());

				await(() -> engine.report().status() == Status.FAILED, () -> reports(federation));

				assertThat(engine.report().detail()).contains("port").contains("taken");
				assertThat(node.home().resolve("hashgraph").resolve("engine")).doesNotExist();
			}
		}
	}

	@Test
	void idleReplicasFallAsleepAndAnyOfThemWakesAll() {
		try (LocalFederation federation = new LocalFederation(4)) {
			List<RecordingApplication> applications = startAll(federation);
			for (int i = 0; i < 4; i++) {
				await(() -> federation.engines().stream().allMatch(HashgraphEngine::isAsleep),
						() -> reports(federation));
				submit(federation, i, "wake" + i, 1);
				awaitCount(federation, applications.get((i + 1) % 4), i + 1);
			}
			assertThat(federation.engines()).allSatisfy(engine -> assertThat(engine.report().isActive()).isTrue());
		}
	}

	@Test
	void anApplicationThatFailsStopsItsReplicaLoudlyAndNoOther() {
		try (LocalFederation federation = new LocalFederation(4)) {
			List<RecordingApplication> applications = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				RecordingApplication application = new RecordingApplication();
				applications.add(application);
				federation.engines().get(i).start(i == 2 ? new FailingApplication(application, true) : application);
			}
			await(() -> federation.engines().stream().allMatch(engine -> engine.report().isActive()),
					() -> reports(federation));
			submit(federation, 0, "fatal", 1);

			await(() -> federation.engines().get(2).report().status() == Status.FAILED, () -> reports(federation));

			submit(federation, 1, "later", 10);
			awaitCount(federation, applications.get(0), 11);
			assertThat(federation.engines().get(2).report().detail()).contains("could not apply round");
			assertThat(federation.engines().get(2).submit(new byte[] { 1 })).isEqualTo(Submission.NOT_ACTIVE);
		}
	}

	private static List<RecordingApplication> startAll(LocalFederation federation) {
		List<RecordingApplication> applications = federation.engines().stream().map(ReplicaLifeTests::start).toList();
		await(() -> federation.engines().stream().allMatch(engine -> engine.report().isActive()),
				() -> reports(federation));
		return applications;
	}

	private static RecordingApplication start(HashgraphEngine engine) {
		RecordingApplication application = new RecordingApplication();
		engine.start(application);
		return application;
	}

	private static void submit(LocalFederation federation, int index, String prefix, int count) {
		for (int i = 0; i < count; i++) {
			byte[] transaction = (prefix + "-" + i).getBytes(StandardCharsets.UTF_8);
			await(() -> federation.engines().get(index).submit(transaction) == Submission.TAKEN,
					() -> reports(federation));
		}
	}

	/**
	 * What is taken will probably be ordered: of a replica that has just returned, events
	 * may come too late, and what was in them with them.
	 */
	private static void submitUntilExecuted(LocalFederation federation, int index, RecordingApplication application) {
		BooleanSupplier executed = () -> application.entries()
			.stream()
			.filter(entry -> entry.transaction().startsWith("after"))
			.count() >= 20;
		for (int batch = 0; batch < 5 && !executed.getAsBoolean(); batch++) {
			submit(federation, index, "after" + batch, 20);
			await(() -> executed.getAsBoolean() || federation.engines().stream().allMatch(HashgraphEngine::isAsleep),
					() -> reports(federation));
		}
		assertThat(executed.getAsBoolean()).as(reports(federation)).isTrue();
	}

	private static void awaitCount(LocalFederation federation, RecordingApplication application, long count) {
		await(() -> application.entries().size() >= count,
				() -> application.entries().size() + " of " + count + " " + reports(federation));
	}

	private static void requireFreePort(Node node) throws IOException {
		try (ServerSocket socket = new ServerSocket()) {
			socket.bind(new InetSocketAddress(node.bind().getFirst(), node.endpoints().gossip()));
		}
	}

	private static String reports(LocalFederation federation) {
		return federation.engines().stream().map(engine -> engine.report().toString()).toList().toString();
	}

	private static void await(BooleanSupplier condition, Supplier<String> state) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > deadline) {
				throw new AssertionError("not within " + PATIENCE + ": " + state.get());
			}
			LockSupport.parkNanos(5_000_000);
		}
	}

}
