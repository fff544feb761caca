package org.web3ecosystem.hypermesh.roster;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.proof.ProofLevel;
import org.web3ecosystem.hypermesh.state.EpochRoster;
import org.web3ecosystem.hypermesh.state.Handover;
import org.web3ecosystem.hypermesh.state.NodeSignature;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.consensus.LedgerModule.Command;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.consensus.Roster.Member;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Protocols;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.NodeKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The module alone, with its own time. */
class RosterModuleTests {

	private long number;

	private static final Instant BEGUN = Instant.parse("2026-02-01T00:00:00Z");

	private final List<NodeKey> keys = new ArrayList<>(
			IntStream.range(0, 4).mapToObj(i -> NodeKey.generate()).toList());

	private final Genesis genesis = TestFederation.genesis(keys);

	private final RosterModule module = new RosterModule(genesis);

	private final Entries state = new Entries();

	private Instant now = BEGUN;

	private int count;

	@BeforeEach
	void begin() {
		module.begin(state);
	}

	private Verdict submit(NodeKey author, RosterCommand command) {
		count++;
		Command ordered = new Command("transaction-" + count, author.id(), command.encode(), now, new Height(count));
		Verdict form = module.check(ordered);
		return form.isAccepted() ? module.apply(ordered, state) : form;
	}

	private Verdict propose(RosterChange... changes) {
		return submit(keys.getFirst(), new RosterCommand.Propose(List.of(changes), number++));
	}

	private NodeId id(int index) {
		return keys.get(index).id();
	}

	@Test
	void aProposalCanBeApprovedForTenMinutesOfConsensusTime() {
		propose(new RosterChange.Weigh(id(3), 50));
		String proposal = "transaction-" + count;
		now = BEGUN.plus(RosterModule.OPEN).minusMillis(1);
		assertThat(submit(keys.get(1), new RosterCommand.Approve(proposal))).isEqualTo(Verdict.accepted());

		now = BEGUN.plus(RosterModule.OPEN);

		assertThat(submit(keys.get(2), new RosterCommand.Approve(proposal)).toString()).contains("no proposal");
		assertThat(state.get(RosterModule.DECIDED)).isEmpty();
	}

	@Test
	void nobodyKeepsTheOthersFromProposing() {
		propose(new RosterChange.Weigh(id(3), 50));
		String first = "transaction-" + count;
		assertThat(submit(keys.get(1), weigh(60))).isEqualTo(Verdict.accepted());
		String second = "transaction-" + count;
		assertThat(propose(new RosterChange.Weigh(id(3), 40))).as("again, and again").isEqualTo(Verdict.accepted());
		assertThat(submit(keys.get(2), new RosterCommand.Approve(first)).toString()).contains("no proposal");

		assertThat(submit(keys.get(2), new RosterCommand.Approve(second))).isEqualTo(Verdict.accepted());
		assertThat(submit(keys.get(3), new RosterCommand.Approve(second))).isEqualTo(Verdict.accepted());

		assertThat(state.get(RosterModule.DECIDED).map(EpochRoster::decode).orElseThrow().roster().member(id(3)))
			.hasValueSatisfying(member -> assertThat(member.weight()).isEqualTo(60));
		assertThat(state.get(RosterModule.proposal(id(0)))).as("what was proposed about the roster before").isEmpty();
		assertThat(state.get(RosterModule.approval(id(0)))).isEmpty();
	}

	/**
	 * One of four is away: the others take in a fifth, and it counts when it is there.
	 */
	@Test
	void aNewMemberHasItsWeightWhenItHasShownThatItTakesPart() {
		NodeKey fifth = NodeKey.generate();
		propose(applied("node5", fifth).weighing(100));
		agreed("transaction-" + count);
		EpochRoster first = decided();
		assertThat(first.roster().member(fifth.id())).hasValueSatisfying(member -> {
			assertThat(member.weight()).isZero();
			assertThat(member.validator().stake()).isEqualTo(100);
		});
		keys.subList(0, 3).forEach(key -> signed(first, key));
		begin(1);
		end();
		assertThat(state.get(RosterModule.DECIDED)).as("it was not heard yet").isEmpty();

		assertThat(submit(fifth, new RosterCommand.Speak(Protocols.SPOKEN))).isEqualTo(Verdict.accepted());
		end();

		EpochRoster second = decided();
		assertThat(second.roster().weight(List.of(fifth.id()))).isEqualTo(100);
		keys.subList(0, 3).forEach(key -> signed(second, key));
		assertThat(state.get(RosterModule.ORDERED)).as("300 of 500").isEmpty();
		signed(second, fifth);
		assertThat(state.get(RosterModule.ORDERED)).as("with its own").isPresent();
		begin(2);
		end();
		assertThat(state.get(RosterModule.DECIDED)).as("that was it").isEmpty();
		assertThat(state.get(Promises.KEY)).isEmpty();
	}

	@Test
	void oneOfTwoNewMembersDoesNotWaitForTheOther() {
		NodeKey fifth = NodeKey.generate();
		NodeKey sixth = NodeKey.generate();
		assertThat(propose(applied("node5", fifth).weighing(90), applied("node6", sixth).weighing(90)))
			.isEqualTo(Verdict.accepted());
		agreed("transaction-" + count);
		EpochRoster first = decided();
		keys.subList(0, 3).forEach(key -> signed(first, key));
		begin(1);

		submit(sixth, new RosterCommand.Speak(Protocols.SPOKEN));
		end();

		EpochRoster second = decided();
		assertThat(second.roster().weight(List.of(fifth.id()))).isZero();
		assertThat(second.roster().weight(List.of(sixth.id()))).isEqualTo(90);
		Stream.concat(keys.subList(0, 3).stream(), Stream.of(sixth)).forEach(key -> signed(second, key));
		begin(2);
		end();
		assertThat(state.get(RosterModule.DECIDED)).as("the fifth was not heard yet").isEmpty();
		submit(fifth, new RosterCommand.Speak(Protocols.SPOKEN));
		end();
		assertThat(decided().roster().weight(List.of(fifth.id()))).isEqualTo(90);
	}

	@Test
	void whoIsTakenOutAgainIsPromisedNothing() {
		NodeKey fifth = NodeKey.generate();
		propose(applied("node5", fifth).weighing(100));
		agreed("transaction-" + count);
		EpochRoster first = decided();
		keys.subList(0, 3).forEach(key -> signed(first, key));
		begin(1);
		assertThat(state.get(Promises.KEY)).isPresent();
		propose(new RosterChange.Remove(fifth.id()));
		agreed("transaction-" + count);
		EpochRoster second = decided();
		keys.subList(0, 3).forEach(key -> signed(second, key));
		begin(2);

		assertThat(state.get(Promises.KEY)).isEmpty();
	}

	/** What is weighed up counts on who may be away. */
	@Test
	void anEpochNeedsAQuorumOfItsOwnAmongThoseWhoHaveTheLedger() {
		propose(new RosterChange.Weigh(id(3), 149));
		agreed("transaction-" + count);
		EpochRoster decided = decided();
		keys.subList(0, 3).forEach(key -> signed(decided, key));
		assertThat(state.get(RosterModule.ORDERED)).as("300 of 449, which is more than two thirds").isPresent();
		begin(1);

		propose(new RosterChange.Weigh(id(3), 200));
		String more = "transaction-" + count;
		agreed(more);
		assertThat(state.get(RosterModule.DECIDED)).as("300 of 500").isEmpty();
		submit(keys.get(3), new RosterCommand.Approve(more));
		EpochRoster next = decided();
		keys.subList(0, 3).forEach(key -> signed(next, key));
		assertThat(state.get(RosterModule.ORDERED)).as("the fourth is away since").isEmpty();
		signed(next, keys.get(3));
		assertThat(state.get(RosterModule.ORDERED)).isPresent();
	}

	private void agreed(String proposal) {
		submit(keys.get(1), new RosterCommand.Approve(proposal));
		submit(keys.get(2), new RosterCommand.Approve(proposal));
	}

	private EpochRoster decided() {
		return state.get(RosterModule.DECIDED).map(EpochRoster::decode).orElseThrow();
	}

	private void begin(long epoch) {
		module.epochBegins(new Epoch(epoch), state);
	}

	private void end() {
		module.end(now, new Height(count), state);
	}

	private void signed(EpochRoster decided, NodeKey key) {
		assertThat(submit(key, new RosterCommand.Sign(decided.epoch(), decided.sign(key).signature())))
			.isEqualTo(Verdict.accepted());
	}

	@Test
	void beforeThatRuleAQuorumOfTheRosterThatCountsWasEnough() {
		state.put(RosterModule.PROTOCOL, ByteBuffer.allocate(Long.BYTES).putLong(10).array());
		propose(applied("node5", NodeKey.generate()).weighing(100));
		String proposal = "transaction-" + count;
		submit(keys.get(1), new RosterCommand.Approve(proposal));
		submit(keys.get(2), new RosterCommand.Approve(proposal));

		EpochRoster decided = state.get(RosterModule.DECIDED).map(EpochRoster::decode).orElseThrow();
		keys.subList(0, 3).forEach(key -> signed(decided, key));
		assertThat(state.get(RosterModule.ORDERED)).isPresent();
	}

	@Test
	void anOrderAboutProofsLeavesWhatElseIsProposed() {
		assertThat(submit(keys.get(1), weigh(60))).isEqualTo(Verdict.accepted());
		String roster = "transaction-" + count;
		submit(keys.getFirst(), new RosterCommand.Reduce(
				new ProofOrder.Reduce(ProofLevel.THREE, Instant.EPOCH, Duration.ofHours(1)), number++));
		String proofs = "transaction-" + count;
		submit(keys.get(2), new RosterCommand.Approve(proofs));
		submit(keys.get(3), new RosterCommand.Approve(proofs));
		assertThat(state.get(RosterModule.PROOFS)).isPresent();

		submit(keys.get(0), new RosterCommand.Approve(roster));
		submit(keys.get(3), new RosterCommand.Approve(roster));
		assertThat(state.get(RosterModule.DECIDED)).isPresent();
	}

	@Test
	void beforeThatRuleThereWasOneProposalForAll() {
		state.put(RosterModule.PROTOCOL, ByteBuffer.allocate(Long.BYTES).putLong(10).array());
		propose(new RosterChange.Weigh(id(3), 50));
		String proposal = "transaction-" + count;
		assertThat(state.get(RosterModule.PROPOSAL)).isPresent();
		assertThat(submit(keys.get(1), weigh(60)).toString()).contains("is open until");

		now = BEGUN.plus(RosterModule.OPEN);

		assertThat(submit(keys.get(1), weigh(60))).as("another's turn").isEqualTo(Verdict.accepted());
		assertThat(submit(keys.get(2), new RosterCommand.Approve(proposal)).toString())
			.as("what was approved before does not count for it")
			.contains("no proposal");
	}

	private RosterCommand weigh(long weight) {
		return new RosterCommand.Propose(List.of(new RosterChange.Weigh(id(3), weight)), number++);
	}

	@Test
	void sixteenChangesAreOneProposalAndSeventeenAreNone() {
		List<RosterChange> changes = new ArrayList<>();
		for (int i = 0; i < RosterCommand.MAX_CHANGES; i++) {
			changes.add(applied("node" + (i + 5), NodeKey.generate()).weighing(10));
		}

		assertThat(propose(changes.toArray(RosterChange[]::new))).isEqualTo(Verdict.accepted());

		Proposal proposal = state.get(RosterModule.proposal(id(0))).map(Proposal::decode).orElseThrow();
		assertThat(((Proposal.Next) proposal.wanted()).roster().roster().members()).hasSize(20)
			.extracting(member -> member.validator().engineId())
			.doesNotHaveDuplicates();
		changes.add(new RosterChange.Weigh(id(0), 90));
		assertThatIllegalArgumentException().isThrownBy(() -> new RosterCommand.Propose(changes, number++));
	}

	@Test
	void aRosterOfAHundredIsWithinItsLimitWithItsSignatures() {
		List<Member> members = new ArrayList<>();
		List<NodeKey> signers = new ArrayList<>();
		for (int i = 1; i <= Roster.MAX_MEMBERS; i++) {
			NodeKey key = NodeKey.generate();
			signers.add(key);
			members.add(new Member(
					new Validator("validator-" + i, i, key.publicKey().getEncoded(),
							SelfSigned.certificate("validator-" + i), TestFederation.endpoints(i), Roster.MAX_WEIGHT),
					Roster.MAX_WEIGHT));
		}
		EpochRoster hundred = new EpochRoster(genesis.chainId(), new Epoch(7), new Roster(members),
				Genesis.PROTOCOL_VERSION);

		assertThat(hundred.encode()).hasSizeLessThanOrEqualTo(EpochRoster.MAX_BYTES);
		Handover handover = new Handover(hundred,
				signers.stream().map(hundred::sign).sorted(Comparator.comparing(NodeSignature::signer)).toList());
		assertThat(handover.encode()).hasSizeLessThanOrEqualTo(64 * 1024);
	}

	@Test
	void aNodeAppliesForItselfByItsOwnName() {
		NodeKey fifth = NodeKey.generate();
		NodeKey sixth = NodeKey.generate();
		Application application = application("node5", fifth);

		assertThat(submit(fifth, new RosterCommand.Apply(application, number++)).toString())
			.contains("is not that node's");
		named("node5", fifth);
		assertThat(submit(sixth, new RosterCommand.Apply(application, number++)).toString()).contains("for itself");
		assertThat(submit(sixth, new RosterCommand.Apply(application("node5", sixth), number++)).toString())
			.contains("is not that node's");
		assertThat(submit(keys.getFirst(), new RosterCommand.Apply(application("node1", keys.getFirst()), number++))
			.toString()).contains("is a validator");
		assertThat(submit(fifth, new RosterCommand.Apply(application, number++))).isEqualTo(Verdict.accepted());

		Applications waiting = state.get(RosterModule.APPLICATIONS).map(Applications::decode).orElseThrow();
		assertThat(waiting.find("node5").orElseThrow().node()).isEqualTo(fifth.id());
		assertThat(propose(waiting.find(fifth.id().hex()).orElseThrow().weighing(100))).isEqualTo(Verdict.accepted());
		assertThat(submit(fifth, new RosterCommand.Approve("transaction-" + count)).toString()).contains("has a say");
	}

	@Test
	void sixteenApplicationsWaitForADayAndTheOldestMakesRoom() {
		Applications waiting = new Applications(List.of());
		for (int i = 0; i < Applications.MAX; i++) {
			waiting = waiting.with(application("node" + (i + 5), NodeKey.generate()), BEGUN.plusSeconds(i));
		}
		NodeKey again = NodeKey.generate();
		waiting = waiting.with(application("node99", again), BEGUN.plusSeconds(20));
		waiting = waiting.with(application("node99", again), BEGUN.plusSeconds(21));

		assertThat(waiting.all()).hasSize(Applications.MAX);
		assertThat(waiting.find("node5")).isEmpty();
		assertThat(waiting.find("node6")).isPresent();
		assertThat(Applications.decode(waiting.encode()).find("node99")).isPresent();
		assertThat(
				waiting.with(application("node100", NodeKey.generate()), BEGUN.plus(Applications.OPEN).plusSeconds(9))
					.all())
			.hasSize(8);
		assertThat(waiting.without(again.id()::equals).find("node99")).isEmpty();
	}

	@Test
	void aGossipKeyIsTakenFromNobodyButTheNodeWhoseItIs() {
		RosterChange foreign = new RosterChange.Move(id(1), SelfSigned.certificate("node2"),
				TestFederation.endpoints(2));
		assertThat(propose(foreign).toString()).contains("itself can propose its gossip key");
		assertThat(submit(keys.get(1), new RosterCommand.Propose(List.of(foreign), number++)))
			.isEqualTo(Verdict.accepted());

		NodeKey fifth = NodeKey.generate();
		now = now.plus(RosterModule.OPEN);
		assertThat(propose(application("node5", fifth).weighing(10)).toString()).contains("has not applied");
		Application applied = applied("node5", fifth);
		assertThat(propose(application("node5", fifth).weighing(10)).toString()).as("with another key")
			.contains("has not applied with that");
		assertThat(propose(applied.weighing(10))).isEqualTo(Verdict.accepted());
	}

	@Test
	void beforeThatRuleARosterCouldSayWhatItWould() {
		state.put(RosterModule.PROTOCOL, ByteBuffer.allocate(Long.BYTES).putLong(10).array());

		assertThat(propose(new RosterChange.Move(id(1), SelfSigned.certificate("node2"), TestFederation.endpoints(2))))
			.isEqualTo(Verdict.accepted());
	}

	@Test
	void whoIsToAgreeSeesWhatIsOtherwise() {
		NodeKey fifth = NodeKey.generate();
		Application applied = applied("node5", fifth);
		propose(applied.weighing(10), new RosterChange.Remove(id(3)), new RosterChange.Weigh(id(1), 90),
				new RosterChange.Move(id(0), SelfSigned.certificate("node1"), TestFederation.endpoints(9)));

		Proposal.Next proposed = (Proposal.Next) state.get(RosterModule.proposal(id(0)))
			.map(Proposal::decode)
			.orElseThrow()
			.wanted();
		EpochRoster before = EpochRoster.of(genesis);
		List<Difference> differences = Difference.between(before, proposed.roster());

		assertThat(differences).extracting(Difference::change)
			.containsExactlyInAnyOrder("rekey node1", "move node1", "weigh node2 90", "add node5 10", "remove node4");
		assertThat(differences).filteredOn(each -> each.change().equals("rekey node1"))
			.allMatch(each -> each.gossipKey().isPresent() && each.before().isPresent()
					&& !each.gossipKey().equals(each.before()));
		assertThat(Difference.between(before, before)).isEmpty();
	}

	private Application applied(String name, NodeKey key) {
		Application application = application(name, key);
		named(name, key);
		assertThat(submit(key, new RosterCommand.Apply(application, number++))).isEqualTo(Verdict.accepted());
		return application;
	}

	private void named(String name, NodeKey key) {
		state.others.put("names/node/" + name, key.id().hex().getBytes(StandardCharsets.US_ASCII));
	}

	private static Application application(String name, NodeKey key) {
		return new Application(name, key.publicKey().getEncoded(), SelfSigned.certificate(name),
				TestFederation.endpoints(9));
	}

	/** Entries in memory. */
	private static final class Entries implements LedgerModule.State {

		private final Map<String, byte[]> own = new HashMap<>();

		private final Map<String, byte[]> others = new HashMap<>();

		@Override
		public long protocol() {
			return ByteBuffer.wrap(own.get(RosterModule.PROTOCOL)).getLong();
		}

		@Override
		public Optional<byte[]> get(String key) {
			return Optional.ofNullable(own.get(key));
		}

		@Override
		public void put(String key, byte[] value) {
			own.put(key, value);
		}

		@Override
		public void remove(String key) {
			own.remove(key);
		}

		@Override
		public Optional<byte[]> peek(String module, String key) {
			return Optional.ofNullable(others.get(module + "/" + key));
		}

		@Override
		public Verdict call(String module, byte[] body) {
			return Verdict.rejected("nobody is called here");
		}

	}

}
