package org.web3ecosystem.hypermesh.conduct;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

import org.web3ecosystem.hypermesh.roster.DueWeights;
import org.web3ecosystem.hypermesh.roster.RosterModule;
import org.web3ecosystem.hypermesh.state.EpochRoster;
import org.web3ecosystem.hypermesh.state.Handover;
import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.EvidenceVerifier;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.usage.Economy;

/**
 * Who contradicted itself, on the ledger. Evidence alone isolates a node; only more than
 * two thirds of the weight let it back in.
 *
 * <pre>
 *   accuse (two signed messages, verified by every replica)
 *     ----> isolated ----> weight 0 with the next epoch
 *              | rehabilitate (more than 2/3 of the weight)
 *              v
 *           settled ----> its weight as before, with the next epoch
 * </pre>
 *
 * Entries: {@code nodes} the {@link Conduct} of all, {@code evidence/<id>} the
 * {@link Evidence}, {@code approval/<node>/<author>} who lets whom back in,
 * {@code weights} what the next roster has to follow.
 */
public final class ConductModule implements LedgerModule {

	/** The module's name in the genesis document. */
	public static final String NAME = DueWeights.MODULE;

	/** Where it stands who was convicted. */
	public static final String NODES = "nodes";

	/** The longest integer of CBOR, in bytes. */
	private static final int AMOUNT = 9;

	private final Genesis genesis;

	private final EvidenceVerifier verifier;

	public ConductModule(Genesis genesis, EvidenceVerifier verifier) {
		this.genesis = genesis;
		this.verifier = verifier;
	}

	@Override
	public String name() {
		return NAME;
	}

	/** Where evidence stands. */
	public static String evidence(String id) {
		return "evidence/" + id;
	}

	private static String approval(NodeId node, NodeId author) {
		return "approval/" + node.hex() + "/" + author.hex();
	}

	@Override
	public Verdict check(Command command) {
		try {
			ConductCommand.decode(command.body());
			return Verdict.accepted();
		}
		catch (CborException | IllegalArgumentException malformed) {
			return Verdict.rejected(String.valueOf(malformed.getMessage()));
		}
	}

	/** Who accuses has stake and works for it, so that accusations cannot be a flood. */
	@Override
	public Optional<Operation> proves(Command command) {
		return Optional.of(operation(ConductCommand.decode(command.body())));
	}

	static Operation operation(ConductCommand wanted) {
		return new Operation("conduct." + wanted.verb(), Sha256.of(wanted.encode()), true);
	}

	/** An emergency shelters nobody from evidence. */
	@Override
	public boolean goesOnInEmergency(Command command, State state) {
		return true;
	}

	@Override
	public Verdict apply(Command command, State state) {
		return switch (ConductCommand.decode(command.body())) {
			case ConductCommand.Accuse(Evidence evidence) -> accuse(evidence, command, state);
			case ConductCommand.Rehabilitate rehabilitate -> rehabilitate(rehabilitate, command.author(), state);
		};
	}

	/** What all know by now is cheaper to look at than signatures, so it comes first. */
	private Verdict accuse(Evidence evidence, Command command, State state) {
		Conduct conduct = conduct(state.get(NODES));
		Optional<Standing> before = conduct.of(evidence.accused());
		if (before.filter(Standing::isIsolated).isPresent()) {
			return Verdict.rejected("node " + evidence.accused().brief() + " is isolated already, by evidence "
					+ before.get().evidence());
		}
		Optional<Roster> roster = roster(evidence.epoch(), state);
		if (roster.isEmpty()) {
			return Verdict.rejected("there was no epoch " + evidence.epoch().number());
		}
		if (isPutAside(evidence, roster.get(), state)) {
			return Verdict.rejected("the key of these messages is none that counts since epoch "
					+ evidence.epoch().next().next().number());
		}
		OptionalLong round = evidence.verify(roster.get(), verifier);
		if (round.isEmpty()) {
			return Verdict.rejected("these messages do not convict node " + evidence.accused().brief());
		}
		if (before.filter(settled -> round.getAsLong() <= settled.settled()).isPresent()) {
			return Verdict.rejected("what node " + evidence.accused().brief() + " did until round "
					+ before.get().settled() + " is settled");
		}
		convict(evidence, command, conduct, state);
		return Verdict.accepted();
	}

	/**
	 * Whether a key was put aside, and not just now: who has found or stolen it signs
	 * what it likes, of any round.
	 */
	private boolean isPutAside(Evidence evidence, Roster then, State state) {
		EpochRoster now = currentEpoch(state);
		return evidence.epoch().number() + 1 < now.epoch().number()
				&& !gossipKey(then, evidence.accused()).equals(gossipKey(now.roster(), evidence.accused()));
	}

	private static Optional<ByteBuffer> gossipKey(Roster roster, NodeId node) {
		return roster.member(node).map(member -> ByteBuffer.wrap(member.validator().gossipCertificate()));
	}

	private void convict(Evidence evidence, Command command, Conduct conduct, State state) {
		NodeId node = evidence.accused();
		Roster now = current(state);
		Standing standing = new Standing(node, evidence.id(), command.height(), command.consensusTime(),
				now.weight(List.of(node)), slash(evidence, state), 0);
		state.put(evidence(evidence.id()), evidence.encode());
		state.put(NODES, conduct.with(standing).in(now).encode());
		forgetApprovals(node, now, state);
		DueWeights.read(state.get(DueWeights.KEY)).with(node, 0).write(state);
	}

	/** Has the economy, where there is one, take what it takes, and says how much. */
	private long slash(Evidence evidence, State state) {
		if (!genesis.modules().contains(Economy.MODULE)) {
			return 0;
		}
		Economy.Request offence = new Economy.Request.Offence(evidence.accused(), evidence.id());
		return state.call(Economy.MODULE, offence.encode()).isAccepted()
				? state.peek(Economy.MODULE, Economy.offenceKey(evidence.id())).map(ConductModule::amount).orElse(0L)
				: 0;
	}

	private static long amount(byte[] entry) {
		return Cbor.decode(entry, AMOUNT) instanceof Cbor.Int(long amount) ? amount : 0;
	}

	private Verdict rehabilitate(ConductCommand.Rehabilitate wanted, NodeId author, State state) {
		Conduct conduct = conduct(state.get(NODES));
		Roster now = current(state);
		Optional<Standing> standing = conduct.of(wanted.node())
			.filter(Standing::isIsolated)
			.filter(isolated -> isolated.evidence().equals(wanted.evidence()));
		if (standing.isEmpty()) {
			return Verdict
				.rejected("node " + wanted.node().brief() + " is not isolated by evidence " + wanted.evidence());
		}
		if (now.weight(List.of(author)) == 0) {
			return Verdict.rejected("only who has a weight has a say in who may come back");
		}
		state.put(approval(wanted.node(), author), ByteBuffer.allocate(Long.BYTES).putLong(wanted.round()).array());
		List<NodeId> approving = members(now).stream()
			.filter(member -> state.get(approval(wanted.node(), member)).isPresent())
			.toList();
		if (now.isQuorum(approving)) {
			settle(standing.get(), conduct, now, round(wanted.node(), approving, now, state), state);
		}
		return Verdict.accepted();
	}

	private static void settle(Standing standing, Conduct conduct, Roster now, long round, State state) {
		state.put(NODES, conduct.with(standing.settled(round)).encode());
		forgetApprovals(standing.node(), now, state);
		DueWeights due = DueWeights.read(state.get(DueWeights.KEY));
		(standing.weight() > 0 ? due.with(standing.node(), standing.weight()) : due.without(standing.node()))
			.write(state);
	}

	/**
	 * The middle one by weight: of more than two thirds no third can move it beyond the
	 * others'.
	 */
	private static long round(NodeId node, List<NodeId> approving, Roster now, State state) {
		SortedMap<Long, Long> weights = new TreeMap<>();
		for (NodeId author : approving) {
			state.get(approval(node, author))
				.ifPresent(value -> weights.merge(ByteBuffer.wrap(value).getLong(), now.weight(List.of(author)),
						Long::sum));
		}
		long all = now.weight(approving);
		long seen = 0;
		for (Map.Entry<Long, Long> each : weights.entrySet()) {
			seen += each.getValue();
			if (2 * seen >= all) {
				return each.getKey();
			}
		}
		throw new IllegalStateException("nobody approved");
	}

	private static void forgetApprovals(NodeId node, Roster now, State state) {
		members(now).forEach(member -> state.remove(approval(node, member)));
	}

	/**
	 * The weight of one that may come back is due until the roster follows; that of an
	 * isolated one stays due, so that no proposal gives it another.
	 */
	@Override
	public void end(Instant consensusTime, Height height, State state) {
		DueWeights due = DueWeights.read(state.get(DueWeights.KEY));
		if (!due.isEmpty()) {
			due.without(current(state), conduct(state.get(NODES)).isolated()).write(state);
		}
	}

	private Roster current(State state) {
		return currentEpoch(state).roster();
	}

	private EpochRoster currentEpoch(State state) {
		return state.peek(RosterModule.NAME, RosterModule.ROSTER)
			.map(EpochRoster::decode)
			.orElseGet(() -> EpochRoster.of(genesis));
	}

	private Optional<Roster> roster(Epoch epoch, State state) {
		return epoch.equals(Epoch.GENESIS) ? Optional.of(Roster.of(genesis))
				: state.peek(RosterModule.NAME, RosterModule.epoch(epoch))
					.map(handover -> Handover.decode(handover).next().roster());
	}

	/** What the entry {@link #NODES} says. */
	public static Conduct conduct(Optional<byte[]> nodes) {
		return nodes.map(Conduct::decode).orElse(Conduct.NONE);
	}

	/** In ascending order of their ids. */
	private static List<NodeId> members(Roster roster) {
		return roster.members().stream().map(member -> member.validator().id()).sorted().toList();
	}

}
