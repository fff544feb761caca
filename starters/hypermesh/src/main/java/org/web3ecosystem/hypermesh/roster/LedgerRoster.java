package org.web3ecosystem.hypermesh.roster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

import org.web3ecosystem.hypermesh.proof.ReducedProofs;
import org.web3ecosystem.hypermesh.state.EpochRoster;
import org.web3ecosystem.hypermesh.state.Handover;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Protocols;

/** Who agrees, as the ledger says, and how this node has its say in it. */
public final class LedgerRoster {

	private final NodeId self;

	private final Ledger ledger;

	private final ConsensusProvider consensus;

	/**
	 * @param consensus the seat
	 */
	public LedgerRoster(NodeId self, Ledger ledger, ConsensusProvider consensus) {
		this.self = self;
		this.ledger = ledger;
		this.consensus = consensus;
	}

	/**
	 * How it stands; read entry by entry, so a block may have come in between.
	 *
	 * @param now the roster that counts
	 * @param applications who wants to be in one; one may be void by now
	 * @param asked what was proposed and not decided; one may be void by now
	 * @param next the roster that was decided and does not count yet
	 * @param signed whether {@code next} has its signatures and waits for the engine
	 * @param spoken which rules the members' software knows, of those that said so
	 * @param proofs that fewer are asked for, in force, to come or over by now
	 * @param promised weights of new members, once they have shown that they take part
	 * @param modes whether only what must goes on, and when that begins by itself
	 */
	public record Standing(EpochRoster now, Applications applications, List<Asked> asked, Optional<EpochRoster> next,
			boolean signed, Map<NodeId, Protocols> spoken, Optional<ReducedProofs> proofs, DueWeights promised,
			Modes modes) {

		private Standing with(Applications waiting) {
			return new Standing(now, waiting, asked, next, signed, spoken, proofs, promised, modes);
		}

		private Standing with(Map<NodeId, Protocols> known) {
			return new Standing(now, applications, asked, next, signed, known, proofs, promised, modes);
		}

		private Standing with(Optional<ReducedProofs> ordered) {
			return new Standing(now, applications, asked, next, signed, spoken, ordered, promised, modes);
		}

		private Standing with(Modes known) {
			return new Standing(now, applications, asked, next, signed, spoken, proofs, promised, known);
		}

		private Standing with(DueWeights due) {
			return new Standing(now, applications, asked, next, signed, spoken, proofs, due, modes);
		}

	}

	/**
	 * What the ledger has about emergency mode.
	 *
	 * @param emergency in force, or over by now
	 */
	public record Modes(Optional<Emergency> emergency, Optional<EmergencyRule> rule) {
	}

	/** A proposal and who agrees with it. */
	public record Asked(Proposal proposal, List<NodeId> approving) {

		private static Asked of(Proposal proposal, Map<NodeId, byte[]> votes) {
			return new Asked(proposal,
					votes.entrySet()
						.stream()
						.filter(vote -> proposal.isApprovedBy(vote.getValue()))
						.map(Map.Entry::getKey)
						.toList());
		}

	}

	/** Fails with UnavailableException as long as the ledger has no block. */
	public CompletionStage<Standing> standing() {
		return read(RosterModule.ROSTER).thenCompose(roster -> {
			EpochRoster now = roster.map(EpochRoster::decode)
				.orElseThrow(() -> new UnavailableException("nothing was ordered yet"));
			return asked(now.roster()).thenCompose(asked -> standing(now, asked));
		});
	}

	private CompletionStage<Standing> standing(EpochRoster now, List<Asked> asked) {
		return read(RosterModule.DECIDED).thenCombine(read(RosterModule.ORDERED), (decided, ordered) -> {
			Optional<EpochRoster> next = ordered.map(handover -> Handover.decode(handover).next())
				.or(() -> decided.map(EpochRoster::decode));
			return new Standing(now, new Applications(List.of()), asked, next, ordered.isPresent(), Map.of(),
					Optional.empty(), DueWeights.NONE, new Modes(Optional.empty(), Optional.empty()));
		})
			.thenCombine(applications(), Standing::with)
			.thenCombine(spoken(now.roster()), Standing::with)
			.thenCombine(proofs(), Standing::with)
			.thenCombine(modes(), Standing::with)
			.thenCombine(read(Promises.KEY).thenApply(DueWeights::read), Standing::with);
	}

	/** What was ordered about proofs; it may be over by now. */
	public CompletionStage<Optional<ReducedProofs>> proofs() {
		return read(RosterModule.PROOFS).thenApply(ordered -> ordered.map(ReducedProofs::decode));
	}

	private CompletionStage<Modes> modes() {
		return read(RosterModule.EMERGENCY).thenCombine(read(RosterModule.EMERGENCY_RULE),
				(emergency, rule) -> new Modes(emergency.map(Emergency::decode), rule.map(EmergencyRule::decode)));
	}

	private CompletionStage<Map<NodeId, Protocols>> spoken(Roster roster) {
		CompletionStage<Map<NodeId, Protocols>> found = CompletableFuture.completedFuture(new HashMap<>());
		for (Roster.Member member : roster.members()) {
			NodeId node = member.validator().id();
			found = found.thenCombine(spoken(node), (all, said) -> {
				said.ifPresent(known -> all.put(node, known));
				return all;
			});
		}
		return found.thenApply(Map::copyOf);
	}

	private CompletionStage<Applications> applications() {
		return read(RosterModule.APPLICATIONS)
			.thenApply(waiting -> waiting.map(Applications::decode).orElse(new Applications(List.of())));
	}

	/** Of each member, and in older rules of all together. */
	private CompletionStage<List<Asked>> asked(Roster roster) {
		CompletionStage<List<Proposal>> proposed = read(RosterModule.PROPOSAL)
			.thenApply(shared -> new ArrayList<>(shared.map(Proposal::decode).stream().toList()));
		CompletionStage<Map<NodeId, byte[]>> approved = CompletableFuture.completedFuture(new LinkedHashMap<>());
		for (Roster.Member member : roster.members()) {
			NodeId node = member.validator().id();
			proposed = proposed.thenCombine(read(RosterModule.proposal(node)), (all, own) -> {
				own.map(Proposal::decode).ifPresent(all::add);
				return all;
			});
			approved = approved.thenCombine(read(RosterModule.approval(node)), (all, own) -> {
				own.ifPresent(id -> all.put(node, id));
				return all;
			});
		}
		return proposed.thenCombine(approved,
				(proposals, votes) -> proposals.stream().map(proposal -> Asked.of(proposal, votes)).toList());
	}

	private CompletionStage<Optional<byte[]>> read(String key) {
		return ledger.read(RosterModule.NAME, key);
	}

	/** Says that this node wants to become a validator. */
	public CompletionStage<Receipt> apply(Application application) {
		return submit(new RosterCommand.Apply(application, number()));
	}

	/** The receipt's transaction id is the proposal's. */
	public CompletionStage<Receipt> propose(List<RosterChange> changes) {
		return submit(new RosterCommand.Propose(changes, number()));
	}

	/** Asks for fewer proofs for a time, or for four again; the receipt's id likewise. */
	public CompletionStage<Receipt> propose(ProofOrder order) {
		return submit(new RosterCommand.Reduce(order, number()));
	}

	/** Asks for emergency mode, its end or its rule; the receipt's id likewise. */
	public CompletionStage<Receipt> propose(EmergencyOrder order) {
		return submit(new RosterCommand.Declare(order, number()));
	}

	/** Says which rules this node's software knows. */
	public CompletionStage<Receipt> speak(Protocols known) {
		return submit(new RosterCommand.Speak(known));
	}

	/** Which rules a validator's software knows, as far as it said so. */
	public CompletionStage<Optional<Protocols>> spoken(NodeId node) {
		return read(RosterModule.spoken(node)).thenApply(said -> said.map(RosterCommand::decode)
			.flatMap(command -> command instanceof RosterCommand.Speak(Protocols known) ? Optional.of(known)
					: Optional.empty()));
	}

	public CompletionStage<Receipt> approve(String proposal) {
		return submit(new RosterCommand.Approve(proposal));
	}

	/** The ledger executes a command once; what is asked for again is another. */
	private static long number() {
		return ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
	}

	private CompletionStage<Receipt> submit(RosterCommand command) {
		Operation operation = RosterModule.operation(command);
		return consensus.prove(operation)
			.thenCompose(bundle -> consensus.validate(bundle, operation, self)
				.thenCompose(verdict -> submit(command.encode(), bundle, verdict)));
	}

	private CompletionStage<Receipt> submit(byte[] body, ProofBundle bundle, Verdict verdict) {
		return switch (verdict) {
			case Verdict.Accepted yes -> ledger.submit(RosterModule.NAME, body, bundle);
			case Verdict.Rejected(String reason, boolean revoked) -> throw new RejectedException(reason);
			case Verdict.Unavailable(String reason) -> throw new UnavailableException(reason);
		};
	}

}
