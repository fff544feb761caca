package org.web3ecosystem.hashgraph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.consensus.ConsensusEngine.Submission;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.consensus.Roster.Member;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spitest.consensus.RecordingApplication;
import org.web3ecosystem.spitest.consensus.RecordingApplication.Entry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many epochs in a row while transactions go on: a weight, a key, ports that are none of
 * the engine's affair, a new member, the end of that, and so on. An epoch lasts five
 * seconds at least, so there are as many as {@code WEB3_EPOCHS} says, and one of each
 * kind without it.
 */
class ManyEpochsTests {

	private static final System.Logger logger = System.getLogger(ManyEpochsTests.class.getName());

	private static final int EPOCHS = Integer.parseInt(Optional.ofNullable(System.getenv("WEB3_EPOCHS")).orElse("5"));

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final int STAYING = 4;

	/** Of a node that stays, after any number of epochs; files have room in advance. */
	private static final long MAX_DISK = 128L << 20;

	private final List<RecordingApplication> applications = new ArrayList<>();

	private final Map<String, Roster> ordered = new HashMap<>();

	private final Set<String> taken = new HashSet<>();

	private final AtomicLong pause = new AtomicLong();

	private volatile boolean over;

	@Test
	void nothingIsLostOrAppliedTwiceAndNothingGrows() throws InterruptedException {
		Map<String, String> impatient = Map.of("platformStatus.observingStatusDelay", "1s");
		try (LocalFederation federation = new LocalFederation(STAYING, impatient)) {
			federation.engines().forEach(this::start);
			await(federation, () -> staying(federation, 0));
			int threads = Thread.getAllStackTraces().size();
			Roster roster = federation.roster();
			Thread load = Thread.ofVirtual().start(() -> submitOn(federation));
			for (int i = 1; i <= EPOCHS; i++) {
				roster = next(federation, roster, i);
				order(federation, "epoch-" + i, roster);
				int epoch = i;
				await(federation, () -> staying(federation, epoch));
				if (roster.members().size() > STAYING) {
					start(federation.join(roster, new Epoch(i)));
					await(federation, () -> federation.engines().getLast().report().isActive());
				}
			}
			over = true;
			load.join();
			everythingIsThere(federation);
			said(federation, threads);
		}
	}

	private void everythingIsThere(LocalFederation federation) {
		Set<String> all = Set.copyOf(taken);
		await(federation,
				() -> IntStream.range(0, STAYING).allMatch(i -> applications.get(i).entries().size() >= all.size()));
		List<Entry> first = applications.getFirst().entries();
		assertThat(first.stream().map(Entry::transaction).collect(Collectors.toSet())).isEqualTo(all);
		assertThat(first).as("each once").hasSize(all.size());
		for (int i = 1; i < STAYING; i++) {
			assertThat(applications.get(i).entries())
				.usingRecursiveFieldByFieldElementComparatorIgnoringFields("prepared")
				.isEqualTo(first);
		}
		assertThat(applications).allSatisfy(application -> assertThat(application.misbehaviours()).isEmpty());
	}

	private void said(LocalFederation federation, int threads) {
		long largest = federation.nodes()
			.stream()
			.limit(STAYING)
			.mapToLong(node -> size(node.home()))
			.max()
			.orElseThrow();
		logger.log(Level.INFO,
				"epochs={0} transactions={1} longestPauseMillis={2} threads={3}->{4} largestHomeBytes={5}", EPOCHS,
				taken.size(), pause.get() / 1_000_000, threads, Thread.getAllStackTraces().size(), largest);
		assertThat(largest).isLessThan(MAX_DISK);
	}

	private Roster next(LocalFederation federation, Roster roster, int number) {
		return switch (number % 5) {
			case 1 -> with(roster, 1, member -> new Member(member.validator(), 1 + number));
			case 2 -> with(roster, 2,
					member -> new Member(
							certified(member.validator(),
									GossipKeys.createNext(federation.nodes().get(2).home(), "node3")),
							member.weight()));
			case 3 -> with(roster, 3, member -> new Member(elsewhere(member.validator(), number), member.weight()));
			case 4 -> new Roster(
					Stream.concat(roster.members().stream(), Stream.of(new Member(federation.newcomer(), 1))).toList());
			default -> new Roster(roster.members().subList(0, STAYING));
		};
	}

	private static Validator certified(Validator old, byte[] certificate) {
		return new Validator(old.name(), old.engineId(), old.nodeKey(), certificate, old.endpoints(), old.stake());
	}

	private static Validator elsewhere(Validator old, int port) {
		Endpoints at = old.endpoints();
		return new Validator(old.name(), old.engineId(), old.nodeKey(), old.gossipCertificate(),
				new Endpoints(at.addresses(), port, at.gossip(), at.dns(), at.http(), at.https()), old.stake());
	}

	private static Roster with(Roster roster, int index, UnaryOperator<Member> change) {
		List<Member> members = new ArrayList<>(roster.members());
		members.set(index, change.apply(members.get(index)));
		return new Roster(members);
	}

	/** One that comes later is told the orders that were made before as well. */
	private void start(HashgraphEngine engine) {
		RecordingApplication application = new RecordingApplication();
		ordered.forEach(application::orders);
		applications.add(application);
		engine.start(application);
	}

	private void order(LocalFederation federation, String order, Roster roster) {
		ordered.put(order, roster);
		applications.forEach(application -> application.orders(order, roster));
		await(federation, () -> isTaken(federation, 0, order));
	}

	private void submitOn(LocalFederation federation) {
		long last = System.nanoTime();
		for (int i = 0; !over; i++) {
			if (isTaken(federation, i % STAYING, "on-" + i)) {
				long now = System.nanoTime();
				pause.accumulateAndGet(now - last, Math::max);
				last = now;
			}
			LockSupport.parkNanos(2_000_000);
		}
	}

	private boolean isTaken(LocalFederation federation, int replica, String transaction) {
		synchronized (taken) {
			boolean done = federation.engines()
				.get(replica)
				.submit(transaction.getBytes(StandardCharsets.UTF_8)) == Submission.TAKEN;
			if (done) {
				taken.add(transaction);
			}
			return done;
		}
	}

	private static boolean staying(LocalFederation federation, int epoch) {
		return federation.engines()
			.stream()
			.limit(STAYING)
			.map(HashgraphEngine::report)
			.allMatch(report -> report.epoch().number() == epoch && report.isActive());
	}

	private static long size(Path directory) {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.mapToLong(ManyEpochsTests::length).sum();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private static long length(Path file) {
		try {
			return Files.isRegularFile(file) ? Files.size(file) : 0;
		}
		catch (NoSuchFileException gone) {
			return 0;
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private static void await(LocalFederation federation, BooleanSupplier condition) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > deadline) {
				throw new AssertionError("not within " + PATIENCE + ": "
						+ federation.engines().stream().map(engine -> engine.report().toString()).toList());
			}
			LockSupport.parkNanos(5_000_000);
		}
	}

}
