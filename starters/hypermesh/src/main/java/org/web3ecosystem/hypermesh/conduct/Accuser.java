package org.web3ecosystem.hypermesh.conduct;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.web3ecosystem.hypermesh.roster.RosterModule;
import org.web3ecosystem.hypermesh.state.EpochRoster;
import org.web3ecosystem.hypermesh.state.Handover;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.EvidenceVerifier;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.consensus.LedgerApplication.Misbehaviour;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Genesis;

/**
 * Brings what this node's replica saw before the ledger, if it convicts: a hint that does
 * not stays here. Every honest node does so; one evidence is enough, and the ledger
 * refuses the others.
 */
public final class Accuser {

	private static final System.Logger logger = System.getLogger(Accuser.class.getName());

	/** Between two attempts, as long as the ledger does not answer. */
	static final Duration PAUSE = Duration.ofSeconds(5);

	private final Genesis genesis;

	private final Ledger ledger;

	private final EvidenceVerifier verifier;

	private final Function<Operation, CompletionStage<ProofBundle>> prove;

	private final ScheduledExecutorService scheduler;

	/** One accusation of each at a time. */
	private final Map<NodeId, Evidence> underWay = new ConcurrentHashMap<>();

	/**
	 * @param scheduler not closed here
	 */
	public Accuser(Genesis genesis, Ledger ledger, EvidenceVerifier verifier,
			Function<Operation, CompletionStage<ProofBundle>> prove, ScheduledExecutorService scheduler) {
		this.genesis = genesis;
		this.ledger = ledger;
		this.verifier = verifier;
		this.prove = prove;
		this.scheduler = scheduler;
	}

	/** Is told of a hint; takes it in hand on another thread. */
	public void saw(Misbehaviour found) {
		if (found.messages().size() == 2 && found.messages()
			.stream()
			.allMatch(message -> message.length <= EvidenceVerifier.MAX_MESSAGE_BYTES)) {
			scheduler.execute(() -> examine(found));
		}
	}

	/** The key may have been another in the epoch before. */
	private void examine(Misbehaviour found) {
		current().thenCompose(now -> {
			Optional<Evidence> evidence = evidence(found, now.epoch(), now.roster());
			return evidence.isPresent() || now.epoch().equals(Epoch.GENESIS)
					? CompletableFuture.completedFuture(evidence) : earlier(found, new Epoch(now.epoch().number() - 1));
		}).thenAccept(evidence -> evidence.ifPresent(this::accuse)).exceptionally(failure -> {
			logger.log(Level.WARNING, "engineId={0}: cannot tell whose messages these are: {1}", found.engineId(),
					Reason.of(failure));
			return null;
		});
	}

	private CompletionStage<EpochRoster> current() {
		return ledger.read(RosterModule.NAME, RosterModule.ROSTER)
			.thenApply(roster -> roster.map(EpochRoster::decode).orElseGet(() -> EpochRoster.of(genesis)));
	}

	private CompletionStage<Optional<Evidence>> earlier(Misbehaviour found, Epoch epoch) {
		return epoch.equals(Epoch.GENESIS)
				? CompletableFuture.completedFuture(evidence(found, epoch, Roster.of(genesis)))
				: ledger.read(RosterModule.NAME, RosterModule.epoch(epoch))
					.thenApply(begun -> begun
						.flatMap(handover -> evidence(found, epoch, Handover.decode(handover).next().roster())));
	}

	private Optional<Evidence> evidence(Misbehaviour found, Epoch epoch, Roster roster) {
		return roster.members()
			.stream()
			.filter(member -> member.validator().engineId() == found.engineId())
			.map(member -> new Evidence(member.validator().id(), epoch, found.messages()))
			.filter(evidence -> evidence.verify(roster, verifier).isPresent())
			.findFirst();
	}

	private void accuse(Evidence evidence) {
		if (underWay.putIfAbsent(evidence.accused(), evidence) == null) {
			attempt(evidence, true);
		}
	}

	/**
	 * Until the ledger answers: where too many lie it may not, and this is what shows it.
	 */
	private void attempt(Evidence evidence, boolean first) {
		ConductCommand command = new ConductCommand.Accuse(evidence);
		known(evidence.accused())
			.thenCompose(isolated -> isolated ? CompletableFuture.completedFuture(Optional.<Receipt>empty())
					: prove.apply(ConductModule.operation(command))
						.thenCompose(bundle -> ledger.submit(ConductModule.NAME, command.encode(), bundle))
						.thenApply(Optional::of))
			.whenComplete((receipt, failure) -> {
				if (failure == null) {
					underWay.remove(evidence.accused());
					receipt.ifPresent(executed -> log(evidence, executed));
				}
				else {
					if (first) {
						logger.log(Level.ERROR,
								"node={0} evidence={1}: contradicted itself; the ledger does not answer: {2}",
								evidence.accused(), evidence.id(), Reason.of(failure));
					}
					again(evidence);
				}
			});
	}

	private void again(Evidence evidence) {
		try {
			scheduler.schedule(() -> attempt(evidence, false), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException over) {
			// the process ends
		}
	}

	private CompletionStage<Boolean> known(NodeId node) {
		return ledger.read(ConductModule.NAME, ConductModule.NODES)
			.thenApply(nodes -> ConductModule.conduct(nodes).isIsolated(node));
	}

	private static void log(Evidence evidence, Receipt receipt) {
		switch (receipt.verdict()) {
			case Verdict.Accepted yes ->
				logger.log(Level.WARNING, "node={0} evidence={1} height={2}: contradicted itself and is isolated",
						evidence.accused(), evidence.id(), receipt.height().number());
			case Verdict.Rejected(String reason, boolean revoked) -> logger.log(Level.INFO,
					"node={0} evidence={1}: not accepted: {2}", evidence.accused(), evidence.id(), reason);
			case Verdict.Unavailable(String reason) -> {
			}
		}
	}

	/** What this node found and the ledger has not decided on yet. */
	public List<Evidence> underWay() {
		return List.copyOf(underWay.values());
	}

}
