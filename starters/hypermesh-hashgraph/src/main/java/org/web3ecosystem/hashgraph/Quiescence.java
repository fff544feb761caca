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
 * not ask again, so one node asks for all. Once it is ordered all go back to sleep, with
 * no idle time to wait for. Thread-safe.
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

	/** Events that were seen and not ordered yet. */
	private final Map<Hash, Held> held = new HashMap<>();

	/** Read with every heartbeat. */
	private volatile QuiescenceCommand command = QuiescenceCommand.DONT_QUIESCE;

	private boolean epochEnds;

	/** When there was anything, a nudge included. */
	private long lastActivity;

	/** When something was to be ordered. */
	private long lastWork;

	private long lastNudge;

	/** Whether the last own nudge is on its way. */
	private boolean asking;

	/**
	 * What an event holds this replica awake for.
	 *
	 * @param work whether it orders something, and does not only ask
	 */
	private record Held(long birthRound, boolean work) {
	}

	Quiescence(HashgraphSettings settings, Outbox outbox, LongSupplier nanoTime, Consumer<QuiescenceCommand> platform) {
		this.idleNanos = settings.idleAfter().toNanos();
		this.nanoTime = nanoTime;
		this.outbox = outbox;
		this.platform = platform;
		this.lastActivity = nanoTime.getAsLong();
		this.lastWork = lastActivity;
		this.lastNudge = lastActivity - NUDGE_AGAIN_NANOS;
	}

	/** An event that orders something was seen. */
	synchronized void seen(Hash event, long birthRound) {
		held.put(event, new Held(birthRound, true));
		worked();
		command(QuiescenceCommand.DONT_QUIESCE);
	}

	/**
	 * An event was seen that has a nudge and orders nothing. Once it is ordered nothing
	 * more is expected, so it is not waited for.
	 */
	synchronized void asked(Hash event, long birthRound) {
		held.putIfAbsent(event, new Held(birthRound, false));
		lastActivity = nanoTime.getAsLong();
		command(QuiescenceCommand.DONT_QUIESCE);
	}

	private void worked() {
		lastActivity = nanoTime.getAsLong();
		lastWork = lastActivity;
	}

	/** A round was ordered: this event was in it. */
	synchronized void ordered(Hash event) {
		Held done = held.remove(event);
		if (done != null && done.work()) {
			worked();
		}
		else if (done != null) {
			lastActivity = nanoTime.getAsLong();
			asking = false;
		}
	}

	/** Events born before {@code threshold} will never be ordered. */
	synchronized void ancient(long threshold) {
		held.values().removeIf(event -> event.birthRound() < threshold);
	}

	/** Something of our own waits. */
	synchronized void submitted() {
		worked();
		if (command == QuiescenceCommand.QUIESCE) {
			command(QuiescenceCommand.BREAK_QUIESCENCE);
		}
	}

	/** Forgets the events seen: another state took their place. */
	synchronized void clear() {
		held.clear();
		worked();
		command(QuiescenceCommand.DONT_QUIESCE);
	}

	/**
	 * Whether an epoch is about to end: that is at a consensus time, and while all sleep
	 * there is none.
	 */
	synchronized void epochEnds(boolean ends) {
		worked();
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
				boolean idle = !epochEnds && held.isEmpty() && outbox.size() == 0 && now - lastWork > idleNanos
						&& !(asking && now - lastNudge <= idleNanos);
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
		asking = true;
		outbox.nudge();
		command(QuiescenceCommand.BREAK_QUIESCENCE);
	}

	boolean isAsleep() {
		return command == QuiescenceCommand.QUIESCE;
	}

	private void command(QuiescenceCommand next) {
		if (command != next) {
			command = next;
			platform.accept(next);
		}
	}

}
