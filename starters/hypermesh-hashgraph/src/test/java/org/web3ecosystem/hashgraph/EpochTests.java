package org.web3ecosystem.hashgraph;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.consensus.ConsensusEngine.Submission;
import org.web3ecosystem.spi.consensus.EngineReport.Status;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.consensus.Roster.Member;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spitest.consensus.RecordingApplication;
import org.web3ecosystem.spitest.consensus.RecordingApplication.Entry;

import static org.assertj.core.api.Assertions.assertThat;

/** Four replicas change who they are, while transactions go on. */
class EpochTests {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	/** So that a test need not wait ten seconds for who joins or comes back. */
	private static final Map<String, String> IMPATIENT = Map.of("platformStatus.observingStatusDelay", "1s");

	private final List<RecordingApplication> applications = new ArrayList<>();

	private final Set<String> taken = new HashSet<>();

	@Test
	void aWeightAKeyANewMemberAndTheEndOfOneComeToCountOneAfterTheOther() {
		try (LocalFederation federation = new LocalFederation(4, IMPATIENT)) {
			Roster heavier = weighed(federation.roster(), 1, 5);
			Roster rekeyed = rekeyed(heavier, federation.nodes().get(2), 2);
			Validator fifth = federation.newcomer();
			Roster five = plus(rekeyed, new Member(fifth, 1));
			Roster four = new Roster(five.members().stream().filter(member -> member.weight() < 5).toList());
			Map<String, Roster> orders = Map.of("heavier", heavier, "rekeyed", rekeyed, "five", five, "four", four);
			federation.engines().forEach(engine -> start(engine, orders));
			await(federation, () -> federation.engines().stream().allMatch(engine -> engine.report().isActive()));

			orderAndGoOn(federation, "heavier", 1, List.of(0, 1, 2, 3));
			orderAndGoOn(federation, "rekeyed", 2, List.of(0, 1, 2, 3));
			orderAndGoOn(federation, "five", 3, List.of(0, 1, 2, 3));
			start(federation.join(five, new Epoch(3)), orders);
			await(federation, () -> federation.engines().get(4).report().isActive());
			// who has only just joined may be overtaken: what it took is in no event
			// then,
			// or in one of which it cannot know
			orderAndGoOn(federation, "four", 4, List.of(0, 2, 3, 4));

			await(federation, () -> ordered(0).containsAll(taken) && federation.engines().get(4).waiting() == 0,
					() -> "not ordered " + missing(taken, ordered(0)) + ", waiting "
							+ federation.engines().stream().map(HashgraphEngine::waiting).toList());
			assertThat(ordered(0)).containsExactlyInAnyOrderElementsOf(taken);
			await(federation, () -> Stream.of(2, 3)
				.allMatch(i -> applications.get(i).entries().size() == applications.get(0).entries().size()));
			List<Entry> all = applications.get(0).entries();
			for (int i : new int[] { 2, 3 }) {
				assertThat(applications.get(i).entries())
					.usingRecursiveFieldByFieldElementComparatorIgnoringFields("prepared")
					.isEqualTo(all);
			}
			await(federation, () -> RecordingApplication
				.count(federation.engines().get(4).read(RecordingApplication.COUNT)) == all.size());
			assertThat(federation.engines().get(1).report().detail()).contains("does not have this node");
			assertThat(applications).allSatisfy(it -> assertThat(it.misbehaviours()).isEmpty());
		}
	}

	@Test
	void oneThatSleptThroughAnEpochComesBack() {
		Map<String, String> shortMemory = Map.of("platformStatus.observingStatusDelay", "1s", "consensus.roundsExpired",
				"60");
		try (LocalFederation federation = new LocalFederation(4, shortMemory)) {
			Map<String, Roster> orders = Map.of("heavier", weighed(federation.roster(), 1, 2));
			federation.engines().forEach(engine -> start(engine, orders));
			await(federation, () -> federation.engines().stream().allMatch(engine -> engine.report().isActive()));
			federation.engines().get(3).close();
			orderAndGoOn(federation, "heavier", 1, List.of(0, 1, 2));
			long begun = federation.engines().getFirst().report().round();
			for (int i = 0; federation.engines().getFirst().report().round() < begun + 120; i++) {
				submit(federation, 0, "on-" + i);
				pause();
			}

			start(federation.reopen(3), orders);

			await(federation, () -> federation.engines().get(3).report().isActive()
					&& federation.engines().get(3).report().epoch().number() == 1);
			await(federation, () -> RecordingApplication
				.count(federation.engines().get(3).read(RecordingApplication.COUNT)) == taken.size());
		}
	}

	@Test
	void oneThatSleptThroughTwoEpochsComesBackWhenItIsTold() {
		Map<String, String> shortMemory = Map.of("platformStatus.observingStatusDelay", "1s", "consensus.roundsExpired",
				"60");
		try (LocalFederation federation = new LocalFederation(4, shortMemory)) {
			Roster heavier = weighed(federation.roster(), 1, 2);
			Roster heavy = weighed(heavier, 0, 2);
			Map<String, Roster> orders = Map.of("heavier", heavier, "heavy", heavy);
			federation.engines().forEach(engine -> start(engine, orders));
			await(federation, () -> federation.engines().stream().allMatch(engine -> engine.report().isActive()));
			federation.engines().get(3).close();
			orderAndGoOn(federation, "heavier", 1, List.of(0, 1, 2));
			orderAndGoOn(federation, "heavy", 2, List.of(0, 1, 2));
			long begun = federation.engines().getFirst().report().round();
			for (int i = 0; federation.engines().getFirst().report().round() < begun + 120; i++) {
				submit(federation, 0, "on-" + i);
				pause();
			}

			start(federation.reopen(3), orders);
			await(federation, () -> federation.engines().get(3).report().status() != Status.STARTING);
			federation.engines().get(3).overtaken(new Epoch(2), heavy);
			federation.engines().get(3).overtaken(new Epoch(1), heavier);

			await(federation, () -> federation.engines().get(3).report().isActive()
					&& federation.engines().get(3).report().epoch().number() == 2);
			await(federation, () -> RecordingApplication
				.count(federation.engines().get(3).read(RecordingApplication.COUNT)) == taken.size());
		}
	}

	private void start(HashgraphEngine engine, Map<String, Roster> orders) {
		RecordingApplication application = new RecordingApplication();
		orders.forEach(application::orders);
		applications.add(application);
		engine.start(application);
	}

	/** Submits at each of these replicas until all have come to the epoch. */
	private void orderAndGoOn(LocalFederation federation, String order, long epoch, List<Integer> replicas) {
		submit(federation, replicas.getFirst(), order);
		int[] count = new int[1];
		await(federation, () -> {
			String next = order + "-" + count[0];
			int replica = replicas.get(count[0]++ % replicas.size());
			if (federation.engines().get(replica).submit(bytes(next)) == Submission.TAKEN) {
				taken.add(next);
			}
			return replicas.stream()
				.map(i -> federation.engines().get(i).report())
				.allMatch(report -> report.epoch().number() == epoch && report.isActive());
		});
	}

	private Set<String> ordered(int replica) {
		return applications.get(replica).entries().stream().map(Entry::transaction).collect(Collectors.toSet());
	}

	private void submit(LocalFederation federation, int replica, String transaction) {
		await(federation, () -> federation.engines().get(replica).submit(bytes(transaction)) == Submission.TAKEN);
		taken.add(transaction);
	}

	private static Roster weighed(Roster roster, int index, long weight) {
		return with(roster, index, new Member(roster.members().get(index).validator(), weight));
	}

	private static Roster rekeyed(Roster roster, Node node, int index) {
		Member before = roster.members().get(index);
		Validator old = before.validator();
		return with(roster, index,
				new Member(
						new Validator(old.name(), old.engineId(), old.nodeKey(),
								GossipKeys.createNext(node.home(), old.name()), old.endpoints(), old.stake()),
						before.weight()));
	}

	private static Roster with(Roster roster, int index, Member member) {
		List<Member> members = new ArrayList<>(roster.members());
		members.set(index, member);
		return new Roster(members);
	}

	private static Roster plus(Roster roster, Member member) {
		List<Member> members = new ArrayList<>(roster.members());
		members.add(member);
		return new Roster(members);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static Set<String> missing(Set<String> expected, Set<String> present) {
		Set<String> missing = new HashSet<>(expected);
		missing.removeAll(present);
		return missing;
	}

	private static void await(LocalFederation federation, BooleanSupplier condition) {
		await(federation, condition, () -> "");
	}

	private static void await(LocalFederation federation, BooleanSupplier condition, Supplier<String> state) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > deadline) {
				throw new AssertionError("not within " + PATIENCE + ": " + state.get() + " "
						+ federation.engines().stream().map(engine -> engine.report().toString()).toList());
			}
			pause();
		}
	}

	private static void pause() {
		LockSupport.parkNanos(5_000_000);
	}

}
