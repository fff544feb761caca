package org.web3ecosystem.hashgraph;

import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import com.hedera.hapi.node.base.SemanticVersion;
import com.hedera.hapi.platform.event.StateSignatureTransaction;
import com.swirlds.platform.state.ConsensusStateEventHandler;
import com.swirlds.platform.system.InitTrigger;
import com.swirlds.platform.system.Platform;
import com.swirlds.state.BinaryState;
import com.swirlds.state.State;
import org.hiero.consensus.model.event.ConsensusEvent;
import org.hiero.consensus.model.event.Event;
import org.hiero.consensus.model.event.PlatformEvent;
import org.hiero.consensus.model.hashgraph.ConsensusRound;
import org.hiero.consensus.model.hashgraph.Round;
import org.hiero.consensus.model.transaction.ConsensusTransaction;
import org.hiero.consensus.model.transaction.ScopedSystemTransaction;
import org.hiero.consensus.model.transaction.Transaction;
import org.hiero.consensus.roster.InvalidRosterException;
import org.jspecify.annotations.Nullable;
import org.web3ecosystem.spi.consensus.LedgerApplication;
import org.web3ecosystem.spi.consensus.LedgerApplication.Block;
import org.web3ecosystem.spi.consensus.LedgerApplication.Ordered;
import org.web3ecosystem.spi.consensus.LedgerState;
import org.web3ecosystem.spi.consensus.Roster;

/**
 * Hands rounds to the application. An application that throws has left the common state:
 * from then on this replica applies nothing and signs nothing.
 */
final class RoundHandler implements ConsensusStateEventHandler {

	private static final System.Logger log = System.getLogger(HashgraphEngine.class.getName());

	private final LedgerApplication application;

	private final Outbox outbox;

	private final Quiescence quiescence;

	private final Progress progress;

	private final Consumer<State> overtaken;

	private final Consumer<Roster> ordered;

	private final BooleanSupplier lost;

	private volatile boolean failed;

	private volatile boolean epochEnds;

	private @Nullable Applied unread;

	private record Applied(long round, Instant consensusTime, boolean block) {
	}

	/**
	 * @param overtaken told of a state from a peer, before it is taken over or refused
	 * @param ordered told of each roster that will count
	 * @param lost whether the state is not whole any more: nothing is applied to it, and
	 * another replica will be built
	 */
	RoundHandler(LedgerApplication application, Outbox outbox, Quiescence quiescence, Progress progress,
			Consumer<State> overtaken, Consumer<Roster> ordered, BooleanSupplier lost) {
		this.lost = lost;
		this.ordered = ordered;
		this.application = application;
		this.outbox = outbox;
		this.quiescence = quiescence;
		this.progress = progress;
		this.overtaken = overtaken;
	}

	@Override
	public void onPreHandle(Event event, State state,
			Consumer<ScopedSystemTransaction<StateSignatureTransaction>> signatures) {
		boolean[] works = new boolean[1];
		boolean[] asks = new boolean[1];
		event.forEachTransaction(
				transaction -> Envelope.open(transaction.getApplicationTransaction()).ifPresent(envelope -> {
					switch (envelope) {
						case Envelope.Application(long nonce, byte[] content) -> {
							works[0] = true;
							outbox.seen(nonce, event.getBirthRound());
							prepare(transaction, content);
						}
						case Envelope.Nudge() -> asks[0] = true;
						case Envelope.Signature(StateSignatureTransaction signature) -> signatures.accept(
								new ScopedSystemTransaction<>(event.getCreatorId(), event.getBirthRound(), signature));
					}
				}));
		if (works[0]) {
			quiescence.seen(((PlatformEvent) event).getHash(), event.getBirthRound());
		}
		else if (asks[0]) {
			quiescence.asked(((PlatformEvent) event).getHash(), event.getBirthRound());
		}
	}

	private void prepare(Transaction transaction, byte[] content) {
		try {
			transaction.setMetadata(application.prepare(content));
		}
		catch (RuntimeException refused) {
			// any peer may send anything; commit sees that nothing was prepared
			transaction.setMetadata(null);
		}
	}

	@Override
	public void onHandleConsensusRound(Round round, State state,
			Consumer<ScopedSystemTransaction<StateSignatureTransaction>> signatures) {
		if (isOver()) {
			return;
		}
		List<Ordered> ordered = new ArrayList<>();
		List<Long> nonces = new ArrayList<>();
		round.forEachEventTransaction((event, transaction) -> open(event, transaction, signatures, ordered, nonces));
		if (!ordered.isEmpty()) {
			try {
				application
					.commit(new Block(Epochs.of((BinaryState) state), round.getRoundNum(),
							round.getConsensusTimestamp(), ordered), LedgerMap.writable(state))
					.ifPresent(next -> order(next, round, state));
			}
			catch (RuntimeException | Error broken) {
				fail("the application could not apply round " + round.getRoundNum(), broken);
				return;
			}
		}
		if (epochEnds) {
			Epochs.announce(state, round);
			if (Epochs.ends(state, round)) {
				epochEnds(false);
			}
		}
		unread = new Applied(round.getRoundNum(), round.getConsensusTimestamp(), !ordered.isEmpty());
		progress.ordered(ordered.size());
		nonces.forEach(nonce -> outbox.ordered(nonce).ifPresent(progress::latency));
		round.iterator().forEachRemaining(event -> quiescence.ordered(((PlatformEvent) event).getHash()));
		long ancient = ((ConsensusRound) round).getEventWindow().ancientThreshold();
		outbox.ancient(ancient);
		quiescence.ancient(ancient);
	}

	/**
	 * A roster that the engine cannot have is refused by all replicas alike: the
	 * federation goes on with what it has.
	 */
	private void order(Roster next, Round round, State state) {
		try {
			Epochs.order(state, Rosters.of(next));
			ordered.accept(next);
			epochEnds(true);
		}
		catch (IllegalArgumentException | InvalidRosterException impossible) {
			log.log(Level.ERROR, "a roster was ordered that cannot be: round=" + round.getRoundNum(), impossible);
		}
	}

	/** Whether the epoch ends soon. */
	void epochEnds(boolean ends) {
		epochEnds = ends;
		quiescence.epochEnds(ends);
	}

	private static void open(ConsensusEvent event, ConsensusTransaction transaction,
			Consumer<ScopedSystemTransaction<StateSignatureTransaction>> signatures, List<Ordered> ordered,
			List<Long> nonces) {
		Envelope.open(transaction.getApplicationTransaction()).ifPresent(envelope -> {
			switch (envelope) {
				case Envelope.Application(long nonce, byte[] content) -> {
					ordered.add(new Ordered(content, transaction.getConsensusTimestamp(), transaction.getMetadata()));
					nonces.add(nonce);
				}
				case Envelope.Signature(StateSignatureTransaction signature) -> signatures
					.accept(new ScopedSystemTransaction<>(event.getCreatorId(), event.getBirthRound(), signature));
				case Envelope.Nudge() -> {
				}
			}
		});
	}

	/** The state that the last round left can be read now. Same thread as the rounds. */
	void readable() {
		Applied applied = unread;
		unread = null;
		if (applied == null || isOver()) {
			return;
		}
		progress.committed(applied.round(), applied.consensusTime());
		if (applied.block()) {
			try {
				application.committed(applied.round());
			}
			catch (RuntimeException broken) {
				fail("the application failed after round " + applied.round(), broken);
			}
		}
	}

	private boolean isOver() {
		return failed || lost.getAsBoolean();
	}

	/** From a state that is not whole, anything may follow. */
	private void fail(String why, Throwable broken) {
		if (!lost.getAsBoolean()) {
			failed = true;
			progress.fail(why, broken);
		}
	}

	/**
	 * A peer's state was taken over. One that the application cannot go on from, of rules
	 * that it does not know for instance, ends this replica and not the process.
	 */
	void restored(LedgerState state) {
		try {
			application.restored(state);
		}
		catch (RuntimeException | Error unreadable) {
			failed = true;
			progress.fail("the application cannot go on from the state that a peer sent", unreadable);
		}
	}

	/** Whether this round's state may be hashed and signed. */
	@Override
	public boolean onSealConsensusRound(Round round, State state) {
		return !isOver();
	}

	@Override
	public void onStateInitialized(State state, Platform platform, InitTrigger trigger,
			@Nullable SemanticVersion previousVersion) {
		// the application is told once the state can be read: see CommittedStates
		if (trigger == InitTrigger.RECONNECT) {
			overtaken.accept(state);
		}
	}

	@Override
	public void onNewRecoveredState(State recoveredState) {
		throw new UnsupportedOperationException("event stream recovery is not used");
	}

}
