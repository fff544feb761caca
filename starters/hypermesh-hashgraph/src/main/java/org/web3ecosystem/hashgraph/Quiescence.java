package org.web3ecosystem.hashgraph;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.hiero.base.crypto.Hash;
import org.hiero.consensus.model.quiescence.QuiescenceCommand;
import org.hiero.consensus.model.status.PlatformStatus;

/**
 * Decides when this replica stops creating events for want of anything to order, and when
 * it goes on. Events that were seen with something in them hold it awake until they are
 * ordered or too old to be.
 *
 * <pre>
 *          idle, nothing seen or own on its way
 *   AWAKE ------------------------------------> ASLEEP
 *     ^   <------------------------------------   |
 *     |     an event with something in it seen    | own submission: break
 *     |                                           v
 *     +--------------------------------------- BREAKING
 *           an event with something in it seen
 * </pre>
 *
 * A replica that comes back finds the others asleep and cannot become active alone; then
 * it sends a nudge, which holds them awake like a transaction. So does one that has seen
 * nothing for long: silence looks the same whether all are asleep or this one is cut off.
 * If nobody orders the nudge the engine leaves {@code ACTIVE} by itself. Who sees it need
 * not ask again, so one node asks for all. Thread-safe.
 */
final class Quiescence {

	private static final long NUDGE_AFTER_NANOS = 300_000_000L;

	private static final long NUDGE_AGAIN_NANOS = 2_000_000_000L;

	/** How long silence is believed to be peace. */
	private static final long SILENCE_NANOS = 15_000_000_000L;

	private final long idleNanos;

	private final LongSupplier nanoTime;

	private final Outbox outbox;

	private final Consumer<QuiescenceCommand> platform;

	private final Map<Hash, Long> birthRounds = new HashMap<>();

	private QuiescenceCommand command = QuiescenceCommand.DONT_QUIESCE;

	private boolean epochEnds;

	private long lastActivity;

	private long lastNudge;

	Quiescence(HashgraphSettings settings, Outbox outbox, LongSupplier nanoTime, Consumer<QuiescenceCommand> platform) {
		this.idleNanos = settings.idleAfter().toNanos();
		this.nanoTime = nanoTime;
		this.outbox = outbox;
		this.platform = platform;
		this.lastActivity = nanoTime.getAsLong();
		this.lastNudge = lastActivity - NUDGE_AGAIN_NANOS;
	}

	/** An event that orders something was seen. */
	synchronized void seen(Hash event, long birthRound) {
		birthRounds.put(event, birthRound);
		lastActivity = nanoTime.getAsLong();
		command(QuiescenceCommand.DONT_QUIESCE);
	}

	/** A round was ordered: this event was in it. */
	synchronized void ordered(Hash event) {
		if (birthRounds.remove(event) != null) {
			lastActivity = nanoTime.getAsLong();
		}
	}

	/** Events born before {@code threshold} will never be ordered. */
	synchronized void ancient(long threshold) {
		birthRounds.values().removeIf(birthRound -> birthRound < threshold);
	}

	/** Something of our own waits. */
	synchronized void submitted() {
		lastActivity = nanoTime.getAsLong();
		if (command == QuiescenceCommand.QUIESCE) {
			command(QuiescenceCommand.BREAK_QUIESCENCE);
		}
	}

	/** Forgets the events seen: another state took their place. */
	synchronized void clear() {
		birthRounds.clear();
		lastActivity = nanoTime.getAsLong();
		command(QuiescenceCommand.DONT_QUIESCE);
	}

	/**
	 * Whether an epoch is about to end: that is at a consensus time, and while all sleep
	 * there is none.
	 */
	synchronized void epochEnds(boolean ends) {
		lastActivity = nanoTime.getAsLong();
		epochEnds = ends;
		if (ends) {
			command(QuiescenceCommand.DONT_QUIESCE);
		}
	}

	/**
	 * Called again and again.
	 * @param since how long it has been in this status
	 */
	synchronized void tick(PlatformStatus status, long since) {
		long now = nanoTime.getAsLong();
		switch (status) {
			case ACTIVE -> {
				boolean idle = !epochEnds && birthRounds.isEmpty() && outbox.size() == 0
						&& now - lastActivity > idleNanos;
				if (idle && now - lastActivity > SILENCE_NANOS) {
					lastActivity = now;
					nudge(now);
				}
				else if (idle) {
					command(QuiescenceCommand.QUIESCE);
				}
				else if (command == QuiescenceCommand.QUIESCE) {
					command(QuiescenceCommand.BREAK_QUIESCENCE);
				}
			}
			case CHECKING -> {
				if (since > NUDGE_AFTER_NANOS && now - lastNudge > NUDGE_AGAIN_NANOS) {
					nudge(now);
				}
			}
			default -> command(QuiescenceCommand.DONT_QUIESCE);
		}
	}

	private void nudge(long now) {
		lastNudge = now;
		outbox.nudge();
		command(QuiescenceCommand.BREAK_QUIESCENCE);
	}

	synchronized boolean isAsleep() {
		return command == QuiescenceCommand.QUIESCE;
	}

	private void command(QuiescenceCommand next) {
		if (command != next) {
			command = next;
			platform.accept(next);
		}
	}

}
