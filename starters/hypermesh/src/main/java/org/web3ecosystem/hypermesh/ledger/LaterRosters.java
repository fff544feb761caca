package org.web3ecosystem.hypermesh.ledger;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import org.web3ecosystem.hypermesh.roster.RosterModule;
import org.web3ecosystem.hypermesh.state.Handover;
import org.web3ecosystem.hypermesh.state.ProofException;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.hypermesh.state.Rosters;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.ConsensusEngine;
import org.web3ecosystem.spi.consensus.EngineReport;
import org.web3ecosystem.spi.consensus.EngineReport.Status;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;

/**
 * Finds out whether epochs went by without this validator. A replica that does not take
 * part for a while has its peers asked for the rosters after its own; each is believed
 * for the signatures of the one before, so nobody can lead it astray. What is learned
 * here is told to the engine alone: which rosters the ledger judges by is its state's to
 * say.
 */
final class LaterRosters {

	private static final System.Logger logger = System.getLogger(LaterRosters.class.getName());

	/** A change of epochs that goes well takes less. */
	static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Rosters known;

	private final Validators validators;

	private final ConsensusEngine engine;

	private final LedgerLimits limits;

	private final LongSupplier nanoTime;

	private final AtomicBoolean asking = new AtomicBoolean();

	private Optional<Long> awaySince = Optional.empty();

	LaterRosters(Genesis genesis, Validators validators, ConsensusEngine engine, LedgerLimits limits,
			LongSupplier nanoTime) {
		this.known = new Rosters(genesis);
		this.validators = validators;
		this.engine = engine;
		this.limits = limits;
		this.nanoTime = nanoTime;
	}

	/** To be called every now and then, by one thread. */
	void look() {
		if (!isAway(engine.report())) {
			awaySince = Optional.empty();
			return;
		}
		long now = nanoTime.getAsLong();
		long since = awaySince.orElse(now);
		awaySince = Optional.of(since);
		if (now - since >= PATIENCE.toNanos() && asking.compareAndSet(false, true)) {
			learn().whenComplete((done, failure) -> {
				asking.set(false);
				tell();
			});
		}
	}

	private static boolean isAway(EngineReport report) {
		return report.status() == Status.OBSERVING || report.status() == Status.BEHIND
				|| report.status() == Status.SYNCING;
	}

	private void tell() {
		Epoch newest = known.newest();
		if (newest.compareTo(engine.report().epoch()) > 0) {
			logger.log(Level.WARNING, "epoch={0} newest={1}: epochs went by without this validator",
					engine.report().epoch().number(), newest.number());
			engine.overtaken(newest, known.roster(newest).orElseThrow());
		}
	}

	/** One after the other, until nobody knows another. */
	private CompletionStage<Void> learn() {
		Epoch next = known.newest().next();
		List<Validator> others = validators.others(known.roster(known.newest()).orElseThrow());
		return askInTurn(others, next).thenCompose(found -> found ? learn() : CompletableFuture.completedFuture(null));
	}

	private CompletionStage<Boolean> askInTurn(List<Validator> others, Epoch next) {
		if (others.isEmpty()) {
			return CompletableFuture.completedFuture(false);
		}
		byte[] request = ReadHandler.request(RosterModule.NAME, RosterModule.epoch(next));
		return validators.ask(others.getFirst(), ReadHandler.METHOD, request, limits.requestDeadline())
			.handle((answer, failure) -> failure == null && isLearned(answer))
			.thenCompose(learned -> learned ? CompletableFuture.completedFuture(true)
					: askInTurn(others.subList(1, others.size()), next));
	}

	private boolean isLearned(byte[] answer) {
		try {
			Optional<Handover> next = ProvenEntry.decode(answer).value().map(Handover::decode);
			next.ifPresent(known::learn);
			return next.isPresent();
		}
		catch (ProofException | CborException wrong) {
			logger.log(Level.WARNING, "a roster from a peer is refused: {0}", wrong.getMessage());
			return false;
		}
	}

}
