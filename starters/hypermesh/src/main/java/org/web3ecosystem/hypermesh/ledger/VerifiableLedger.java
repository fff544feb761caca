package org.web3ecosystem.hypermesh.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import org.web3ecosystem.hypermesh.plot.Plot;
import org.web3ecosystem.hypermesh.plot.PlotModule;
import org.web3ecosystem.hypermesh.proof.BundleVerifier;
import org.web3ecosystem.hypermesh.state.GenesisState;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.hypermesh.state.StakeEntry;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.CommittedBlock;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.consensus.LedgerApplication.Misbehaviour;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Genesis;

/** The ledger of this node, with what other nodes and clients can check. */
public interface VerifiableLedger extends Ledger, AutoCloseable {

	/** Longer than anything is fresh. */
	Duration UNKNOWN_AGE = ChronoUnit.FOREVER.getDuration();

	/** Begins to follow the federation, in the background. Called again, does nothing. */
	void start();

	/**
	 * Whether it executes transactions and reads now: {@link Verdict.Accepted} or
	 * {@link Verdict.Unavailable}. Answers at once.
	 */
	@Override
	Verdict readiness();

	/**
	 * Consensus time of the newest block this node applied or verified; that of the
	 * genesis document before the first. Stands still while nothing is ordered. Answers
	 * at once.
	 */
	Instant consensusTime();

	/**
	 * The newest epoch that this node applied a block of, or verified an entry of.
	 * Answers at once.
	 */
	Epoch epoch();

	/** The roster of that epoch. Answers at once. */
	Roster roster();

	/** Whether this node agrees or only looks on, in words for its operator. */
	default String role() {
		return "observes";
	}

	/** What this node executes itself, where it takes part in agreement now. */
	default Optional<ReplicatedLedger> replica() {
		return Optional.empty();
	}

	/** Who was seen to misbehave since the start; nobody where no replica runs. */
	default List<Suspect> suspects() {
		return List.of();
	}

	/** Is told whom this node's replica sees misbehave, on a thread of the engine. */
	default void onMisbehaviour(Consumer<Misbehaviour> listener) {
	}

	/**
	 * Is given each block that this node's replica executes, in order, on a thread of the
	 * engine and after its effects can be read. After a restart blocks can come again;
	 * where a state was transferred some do not come. Nobody is told where no replica
	 * runs.
	 */
	default void onBlock(Consumer<CommittedBlock> listener) {
	}

	/** An entry or its absence, with a root that more than two thirds signed. */
	CompletionStage<ProvenEntry> readProven(String module, String key);

	/**
	 * All entries of the newest height, to be closed by who gets them. Rejected where
	 * this node has no state of its own.
	 */
	CompletionStage<LedgerSnapshot> snapshot();

	/**
	 * How long ago this node last knew that nothing newer was decided than it has: zero
	 * while it agrees itself, {@link #UNKNOWN_AGE} if it cannot say. Answers at once.
	 */
	Duration age();

	/**
	 * Signs a command with this node's key and hands it in nowhere, see {@link #handIn}.
	 * @param proof an encoded proof bundle
	 * @throws org.web3ecosystem.spi.RejectedException if it would be too large
	 */
	SignedCommand sign(String module, byte[] command, Optional<byte[]> proof);

	/**
	 * Hands in a transaction that somebody else signed, and completes when it was
	 * executed, whatever the verdict. Fails with RejectedException if it is none that
	 * this ledger could execute.
	 */
	CompletionStage<Outcome> handIn(byte[] transaction);

	/**
	 * What became of a transaction, as long as the ledger remembers it: for
	 * {@value Transaction#WINDOW} blocks.
	 */
	CompletionStage<Optional<Outcome>> outcome(String transactionId);

	/**
	 * The author's newest executed bundle, a
	 * {@link org.web3ecosystem.hypermesh.proof.Link.Executed}; empty if it has none or
	 * the newest is older than {@value Transaction#WINDOW} blocks.
	 */
	default CompletionStage<Optional<byte[]>> newestBundle(NodeId author) {
		return read(GenesisState.LEDGER, Records.chain(author));
	}

	/**
	 * The plot that a node registered, as this node's own replica has it; empty where
	 * there is no replica. Answers at once.
	 */
	default Optional<Plot> plot(NodeId node) {
		return replica()
			.flatMap(replica -> PlotModule.plot(node, replica.committed(PlotModule.NAME, PlotModule.key(node))));
	}

	/**
	 * Whether a node has stake bonded, as this node's own replica has it; nobody has
	 * where there is no replica. Answers at once.
	 */
	default boolean hasStake(Genesis genesis, NodeId node) {
		StakeEntry entry = StakeEntry.of(genesis, node);
		return replica().flatMap(replica -> replica.committed(entry.module(), entry.key()))
			.filter(BundleVerifier::isStake)
			.isPresent();
	}

	LedgerReport report();

	@Override
	void close();

}
