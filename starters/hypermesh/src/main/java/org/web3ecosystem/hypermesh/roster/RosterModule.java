package org.web3ecosystem.hypermesh.roster;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

import org.web3ecosystem.hypermesh.proof.ReducedProofs;
import org.web3ecosystem.hypermesh.state.EpochRoster;
import org.web3ecosystem.hypermesh.state.Handover;
import org.web3ecosystem.hypermesh.state.NodeSignature;
import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Protocols;
import org.web3ecosystem.spi.genesis.Validator;

/**
 * Who agrees, on the ledger.
 *
 * <pre>
 *   propose ----> approved ----> decided ----> signed ----> ordered ----> counts
 *     (open for ten minutes)  (> 2/3)      (> 2/3 of the weight,     (with the engine's
 *                                           by the nodes themselves)   next epoch)
 *                             both times of the roster that counts and of the next
 * </pre>
 *
 * Entries: {@code roster} the one that counts, {@code applications} who wants to be in
 * one and is not, {@code proposal/<node>} what a node proposes, {@code approval/<node>}
 * with which proposal it agrees, {@code decided} the one that can no longer be taken
 * back, {@code signature/<node>} over it, {@code ordered} with all signatures,
 * {@code epoch/<n>} each {@link Handover} so far, {@code engine-id} the highest ever
 * given, {@code protocol} the version of the rules that apply, {@code spoken/<node>}
 * which ones its software knows, {@code proofs} that fewer proofs are asked for, now or
 * in a time to come, {@code emergency} that only what must goes on, and
 * {@code emergency-rule} when that begins by itself. An approval is for a proposal and
 * may be one of several; a signature is given once per epoch, for what was decided, and
 * so makes the chain that outsiders follow. A proposal about proofs or emergency mode
 * needs no epoch: it counts when it is decided. {@code promised} has the weights of new
 * members, see {@link Promises}.
 */
public final class RosterModule implements LedgerModule {

	/** The module's name in the genesis document. */
	public static final String NAME = "validators";

	/** How long a proposal can be approved, in consensus time. */
	public static final Duration OPEN = Duration.ofMinutes(10);

	/** Where the roster that counts stands. */
	public static final String ROSTER = "roster";

	/** Where it stands who wants to become a validator. */
	public static final String APPLICATIONS = "applications";

	/** Where the only proposal stands in rules that know one for all. */
	public static final String PROPOSAL = "proposal";

	/** Where the roster stands that was decided and not yet signed. */
	public static final String DECIDED = "decided";

	/** Where the roster stands that waits for the engine. */
	public static final String ORDERED = "ordered";

	/** Where the version of the rules stands that apply, eight bytes. */
	public static final String PROTOCOL = LedgerModule.PROTOCOL_KEY;

	/** Where it stands that fewer proofs than four are asked for, and when. */
	public static final String PROOFS = "proofs";

	/** Where it stands that the federation is in emergency mode, and until when. */
	public static final String EMERGENCY = "emergency";

	/** Where it stands when emergency mode begins by itself. */
	public static final String EMERGENCY_RULE = "emergency-rule";

	/** Where the highest number stands that the engine ever gave a member. */
	static final String ENGINE_ID = "engine-id";

	private static final Applications NOBODY = new Applications(List.of());

	/** The module of names, where the name of a node stands whose it is. */
	private static final String NAMES = "names";

	private static final String NODE_NAME = "node/";

	private final Genesis genesis;

	public RosterModule(Genesis genesis) {
		this.genesis = genesis;
	}

	@Override
	public String name() {
		return NAME;
	}

	/** Where it stands how an epoch began. */
	public static String epoch(Epoch epoch) {
		return "epoch/" + epoch.number();
	}

	/** Where it stands what a node proposes. */
	public static String proposal(NodeId node) {
		return PROPOSAL + "/" + node.hex();
	}

	/** Where it stands which proposal a node approves. */
	public static String approval(NodeId node) {
		return "approval/" + node.hex();
	}

	/** Where a node's signature over what was decided stands. */
	public static String signature(NodeId node) {
		return "signature/" + node.hex();
	}

	/** Where it stands which rules the software of a member knows. */
	public static String spoken(NodeId node) {
		return "spoken/" + node.hex();
	}

	/**
	 * What was ordered about proofs, in force or to come; empty if nothing is.
	 * @param entries gives the entry of a module
	 */
	public static Optional<ReducedProofs> proofs(BiFunction<String, String, Optional<byte[]>> entries) {
		return entries.apply(NAME, PROOFS).map(ReducedProofs::decode);
	}

	@Override
	public void begin(State state) {
		state.put(ROSTER, EpochRoster.of(genesis).encode());
		state.put(PROTOCOL, number(genesis.protocolVersion()));
		long highest = genesis.validators().stream().mapToLong(Validator::engineId).max().orElse(0);
		state.put(ENGINE_ID, number(highest));
	}

	static byte[] number(long number) {
		return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
	}

	@Override
	public void epochBegins(Epoch epoch, State state) {
		Handover begun = state.get(ORDERED)
			.map(Handover::decode)
			.filter(handover -> handover.next().epoch().equals(epoch))
			.orElseThrow(() -> new IllegalStateException("epoch " + epoch.number() + " was not ordered"));
		members(current(state).roster()).stream()
			.filter(node -> !begun.next().roster().has(node))
			.forEach(gone -> state.remove(spoken(gone)));
		new Promises(state).count(begun.next().roster());
		state.put(ROSTER, begun.next().encode());
		state.put(PROTOCOL, number(begun.next().protocol()));
		state.put(epoch(epoch), begun.encode());
		state.remove(ORDERED);
		applications(state)
			.ifPresent(waiting -> state.put(APPLICATIONS, waiting.without(begun.next().roster()::has).encode()));
	}

	private static Optional<Applications> applications(State state) {
		return state.get(APPLICATIONS).map(Applications::decode);
	}

	@Override
	public Verdict check(Command command) {
		try {
			RosterCommand.decode(command.body());
			return Verdict.accepted();
		}
		catch (CborException malformed) {
			return Verdict.rejected(String.valueOf(malformed.getMessage()));
		}
	}

	@Override
	public Verdict admits(Command command, long protocol) {
		try {
			RosterCommand.decode(command.body(), protocol);
			return Verdict.accepted();
		}
		catch (CborException unknown) {
			return Verdict.rejected(String.valueOf(unknown.getMessage()));
		}
	}

	@Override
	public Optional<Operation> proves(Command command) {
		RosterCommand wanted = RosterCommand.decode(command.body());
		return wanted instanceof RosterCommand.Sign ? Optional.empty() : Optional.of(operation(wanted));
	}

	/** Nothing is more critical than who decides; to ask for it is not. */
	public static Operation operation(RosterCommand wanted) {
		return new Operation("validator." + wanted.verb(), Sha256.of(wanted.encode()),
				!(wanted instanceof RosterCommand.Apply || wanted instanceof RosterCommand.Speak));
	}

	@Override
	public Verdict apply(Command command, State state) {
		EpochRoster now = current(state);
		RosterCommand wanted = RosterCommand.decode(command.body());
		if (wanted instanceof RosterCommand.Apply(Application application, long number)) {
			return apply(application, command, now.roster(), state);
		}
		if (wanted instanceof RosterCommand.Speak(Protocols known)) {
			return speak(known, command.author(), now.roster(), state);
		}
		if (wanted instanceof RosterCommand.Sign sign && isToHaveWeight(command.author(), sign, state)) {
			return sign(sign, command.author(), now, state);
		}
		if (now.roster().weight(List.of(command.author())) == 0) {
			return Verdict.rejected(
					"only who has a weight in the roster of epoch " + now.epoch().number() + " has a say in the next");
		}
		return switch (wanted) {
			case RosterCommand.Apply _ -> throw new IllegalStateException("handled above");
			case RosterCommand.Speak _ -> throw new IllegalStateException("handled above");
			case RosterCommand.Propose propose -> propose(propose, command, now, state);
			case RosterCommand.Reduce reduce -> reduce(reduce, command, now, state);
			case RosterCommand.Declare declare -> declare(declare.order(), command, now, state);
			case RosterCommand.Approve approve -> approve(approve, command, now, state);
			case RosterCommand.Sign sign -> sign(sign, command.author(), now, state);
		};
	}

	/** Who decides goes on deciding; who is to join does so afterwards. */
	@Override
	public boolean goesOnInEmergency(Command command, State state) {
		return !(RosterCommand.decode(command.body()) instanceof RosterCommand.Apply);
	}

	/**
	 * An order about proofs that is over goes, and emergency mode goes and comes.
	 * <p>
	 * Weights that evidence asks for, and those of new members that take part, need no
	 * proposal: as many of them as leave more than two thirds of the weight as it is are
	 * decided at once, and signed like any other. Proposals that were open are void by
	 * that.
	 */
	@Override
	public void end(Instant consensusTime, Height height, State state) {
		if (state.get(PROOFS).map(ReducedProofs::decode).filter(order -> order.isOver(consensusTime)).isPresent()) {
			state.remove(PROOFS);
		}
		new Emergencies(state).end(consensusTime);
		DueWeights due = due(state).over(kept(state));
		if (due.isEmpty() || state.get(DECIDED).isPresent() || state.get(ORDERED).isPresent()) {
			return;
		}
		EpochRoster now = current(state);
		Roster next = followed(due, now.roster());
		if (!next.equals(now.roster())) {
			state.put(DECIDED, new EpochRoster(now.chainId(), now.epoch().next(), next, now.protocol()).encode());
			new Proposals(now.roster(), state).removeAll();
		}
	}

	private static DueWeights kept(State state) {
		Promises promises = new Promises(state);
		return promises.open().isEmpty() ? DueWeights.NONE : promises.kept(current(state).roster());
	}

	private static DueWeights due(State state) {
		return DueWeights.read(state.peek(DueWeights.MODULE, DueWeights.KEY));
	}

	private static Roster followed(DueWeights due, Roster now) {
		Roster next = now;
		for (Map.Entry<NodeId, Long> each : due.weights().entrySet()) {
			if (next.member(each.getKey()).isPresent()) {
				Roster changed = weighed(next, each.getKey(), each.getValue());
				next = NextRoster.isStep(now, changed) ? changed : next;
			}
		}
		return next;
	}

	private static Roster weighed(Roster roster, NodeId node, long weight) {
		try {
			return new RosterChange.Weigh(node, weight).in(roster, 0);
		}
		catch (IllegalArgumentException nobodyLeft) {
			return roster;
		}
	}

	private static EpochRoster current(State state) {
		return state.get(ROSTER)
			.map(EpochRoster::decode)
			.orElseThrow(() -> new IllegalStateException("the ledger has no roster"));
	}

	/**
	 * A node applies for itself, by the name that is its own on the ledger: who is asked
	 * to agree with a name must not get another node.
	 */
	private static Verdict apply(Application application, Command command, Roster roster, State state) {
		NodeId author = command.author();
		if (!application.node().equals(author)) {
			return Verdict.rejected("a node applies for itself");
		}
		if (roster.has(author)) {
			return Verdict.rejected("node " + author.brief() + " is a validator");
		}
		if (state.peek(NAMES, NODE_NAME + application.name())
			.filter(owner -> author.hex().equals(new String(owner, StandardCharsets.US_ASCII)))
			.isEmpty()) {
			return Verdict.rejected("the name '" + application.name() + "' is not that node's on the ledger");
		}
		Applications waiting = applications(state).orElse(NOBODY);
		state.put(APPLICATIONS, waiting.with(application, command.consensusTime()).encode());
		return Verdict.accepted();
	}

	private Verdict propose(RosterCommand.Propose propose, Command command, EpochRoster now, State state) {
		Optional<String> taken = taken(command, now, state);
		if (taken.isPresent()) {
			return Verdict.rejected(taken.get());
		}
		EpochRoster wanted;
		try {
			wanted = new NextRoster(now, applications(state).orElse(NOBODY), state).with(propose.changes(),
					command.author(), command.consensusTime());
		}
		catch (IllegalArgumentException impossible) {
			return Verdict.rejected(String.valueOf(impossible.getMessage()));
		}
		if (!due(state).isIn(wanted.roster())) {
			return Verdict.rejected("an isolated member has weight 0");
		}
		if (wanted.encode().length > EpochRoster.MAX_BYTES) {
			return Verdict.rejected("a roster has at most " + EpochRoster.MAX_BYTES + " bytes");
		}
		return proposed(new Proposal.Next(wanted), command, now, state);
	}

	/** Why nothing can be proposed by that node now; empty if it can. */
	private static Optional<String> taken(Command command, EpochRoster now, State state) {
		if (state.get(DECIDED).isPresent() || state.get(ORDERED).isPresent()) {
			return Optional.of("a change is under way: wait for epoch " + now.epoch().next().number());
		}
		return new Proposals(now.roster(), state).inTheWayOf(command.author(), command.consensusTime())
			.map(open -> "proposal " + open.id() + " of " + open.proposer().brief() + " is open until " + open.until());
	}

	private static Verdict proposed(Proposal.Wanted wanted, Command command, EpochRoster now, State state) {
		Proposal proposal = new Proposal(command.transactionId(), command.author(), command.consensusTime().plus(OPEN),
				wanted);
		new Proposals(now.roster(), state).put(proposal);
		return agreed(proposal, command, now, state);
	}

	/** One order at a time: a new one takes the place of the one before. */
	private static Verdict reduce(RosterCommand.Reduce reduce, Command command, EpochRoster now, State state) {
		Optional<String> refusal = taken(command, now, state).or(() -> refusal(reduce.order(), command, state));
		return refusal.map(Verdict::rejected)
			.orElseGet(() -> proposed(new Proposal.Proofs(reduce.order()), command, now, state));
	}

	/** That another roster is under way does not keep anybody from it. */
	private static Verdict declare(EmergencyOrder order, Command command, EpochRoster now, State state) {
		return new Emergencies(state).refusal(order, command.consensusTime())
			.map(Verdict::rejected)
			.orElseGet(() -> proposed(new Proposal.Mode(order), command, now, state));
	}

	private static Optional<String> refusal(ProofOrder order, Command command, State state) {
		if (order instanceof ProofOrder.Restore && state.get(PROOFS).isEmpty()) {
			return Optional.of("four proofs are asked for as it is");
		}
		return order.refusalAt(command.consensusTime());
	}

	private static Verdict speak(Protocols known, NodeId author, Roster roster, State state) {
		if (!roster.has(author)) {
			return Verdict.rejected("node " + author.brief() + " is no validator");
		}
		state.put(spoken(author), new RosterCommand.Speak(known).encode());
		return Verdict.accepted();
	}

	private static Verdict approve(RosterCommand.Approve approve, Command command, EpochRoster now, State state) {
		return new Proposals(now.roster(), state).open(approve.proposal(), command.consensusTime())
			.map(proposal -> agreed(proposal, command, now, state))
			.orElseGet(() -> Verdict.rejected("no proposal " + approve.proposal() + " is open"));
	}

	private static Verdict agreed(Proposal proposal, Command command, EpochRoster now, State state) {
		Proposals proposals = new Proposals(now.roster(), state);
		proposals.approve(proposal, command.author());
		List<NodeId> approving = proposals.approving(proposal);
		return switch (proposal.wanted()) {
			case Proposal.Next(EpochRoster wanted) -> {
				Passage passage = Passage.of(now, wanted);
				if (passage.isQuorum(approving)) {
					proposals.removeAll();
					state.put(DECIDED, passage.next().encode());
					new Promises(state).add(passage.promised());
				}
				yield Verdict.accepted();
			}
			case Proposal.Proofs(ProofOrder order) when now.roster().isQuorum(approving) -> {
				proposals.remove(proposal);
				yield ordered(order, proposal.id(), command, state);
			}
			case Proposal.Mode(EmergencyOrder order) when now.roster().isQuorum(approving) -> {
				proposals.remove(proposal);
				yield ordered(order, proposal.id(), command, state);
			}
			case Proposal.Proofs _, Proposal.Mode _ -> Verdict.accepted();
		};
	}

	/** A member that comes to count signs for that it has the ledger. */
	private static boolean isToHaveWeight(NodeId author, RosterCommand.Sign sign, State state) {
		return state.get(DECIDED)
			.map(EpochRoster::decode)
			.filter(next -> next.epoch().equals(sign.epoch()) && next.roster().weight(List.of(author)) > 0)
			.isPresent() && current(state).roster().has(author);
	}

	/** Whoever approves too late approves nothing. */
	private static Verdict ordered(ProofOrder order, String proposal, Command command, State state) {
		Optional<String> late = refusal(order, command, state);
		if (late.isPresent()) {
			return Verdict.rejected(late.get());
		}
		order.decidedAt(command.consensusTime(), proposal)
			.ifPresentOrElse(decided -> state.put(PROOFS, decided.encode()), () -> state.remove(PROOFS));
		return Verdict.accepted();
	}

	private static Verdict ordered(EmergencyOrder order, String proposal, Command command, State state) {
		Emergencies emergencies = new Emergencies(state);
		Optional<String> late = emergencies.refusal(order, command.consensusTime());
		if (late.isPresent()) {
			return Verdict.rejected(late.get());
		}
		emergencies.decided(order, proposal, command.consensusTime());
		return Verdict.accepted();
	}

	private static Verdict sign(RosterCommand.Sign sign, NodeId author, EpochRoster now, State state) {
		Optional<EpochRoster> decided = state.get(DECIDED)
			.map(EpochRoster::decode)
			.filter(next -> next.epoch().equals(sign.epoch()));
		if (decided.isEmpty()) {
			return Verdict.rejected("no roster of epoch " + sign.epoch().number() + " waits for signatures");
		}
		NodeSignature signature = new NodeSignature(author, sign.signature());
		if (!decided.get().isSigned(signature, now.roster())) {
			return Verdict.rejected("the signature over the roster is wrong");
		}
		state.put(signature(author), sign.signature());
		List<NodeSignature> signatures = new ArrayList<>();
		members(now.roster())
			.forEach(node -> state.get(signature(node)).ifPresent(by -> signatures.add(new NodeSignature(node, by))));
		if (Passage.decided(now, decided.get()).isQuorum(signatures.stream().map(NodeSignature::signer).toList())) {
			state.put(ORDERED, new Handover(decided.get(), signatures).encode());
			state.remove(DECIDED);
			members(now.roster()).forEach(node -> state.remove(signature(node)));
		}
		return Verdict.accepted();
	}

	/** In ascending order of their ids. */
	private static List<NodeId> members(Roster roster) {
		return roster.members().stream().map(member -> member.validator().id()).sorted().toList();
	}

}
