package org.web3ecosystem.hashgraph;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

import com.hedera.hapi.node.state.roster.Roster;
import com.hedera.pbj.runtime.io.buffer.Bytes;
import com.swirlds.state.BinaryState;
import com.swirlds.state.State;
import com.swirlds.state.merkle.VirtualMapState;
import com.swirlds.state.spi.CommittableWritableStates;
import com.swirlds.state.spi.WritableStates;
import org.hiero.consensus.model.hashgraph.Round;
import org.hiero.consensus.platformstate.PlatformStateUtils;
import org.hiero.consensus.roster.ReadableRosterStoreImpl;
import org.hiero.consensus.roster.RosterHistory;
import org.hiero.consensus.roster.RosterStateId;
import org.hiero.consensus.roster.WritableRosterStore;
import org.web3ecosystem.spi.Epoch;

/**
 * The rosters in the replicated state: the one that counts, the one before, the one that
 * was ordered, and the number of the epoch.
 *
 * <pre>
 *   ordered ----------> announced ---- a second ----> last block ----> saved, stopped, adopted
 *   (candidate, mark)   (freeze time)                 (freeze round)   (number + 1, no mark)
 * </pre>
 */
final class Epochs {

	/**
	 * Where the engine's hasher of rosters is reached. It is static and not thread-safe:
	 * two replicas of a process that hash at once part from the others.
	 */
	static final Object HASHER = new Object();

	/**
	 * From the order to the last block of the epoch. The engine decides which block that
	 * is ahead of the blocks it hands over, and must have seen the order by then.
	 */
	static final Duration NOTICE = Duration.ofSeconds(1);

	/** The shortest epoch, in consensus time. */
	static final Duration SHORTEST = Duration.ofSeconds(5);

	/**
	 * The shortest epoch, in rounds. Only the rosters of two are kept, so events of one
	 * must be ancient before the next but one begins: the engine cannot check them any
	 * more, and with them nothing that stands on them. They are after 26 rounds.
	 */
	static final long FEWEST_ROUNDS = 40;

	/** Beside that of {@link LedgerMap}; never to be changed. */
	private static final int STATE_ID = 4002;

	private static final Bytes NUMBER = Bytes.wrap("epoch".getBytes(StandardCharsets.US_ASCII));

	/** There while a roster was ordered that does not count yet. */
	private static final Bytes ORDERED = Bytes.wrap("ordered".getBytes(StandardCharsets.US_ASCII));

	private Epochs() {
	}

	/** The epoch of a state; that of genesis if none is written there. */
	static Epoch of(BinaryState state) {
		Bytes number = state.getKv(STATE_ID, NUMBER);
		return number == null ? Epoch.GENESIS : new Epoch(number.getLong(0));
	}

	/** The roster that counts in a state. */
	static Roster roster(State state) {
		synchronized (HASHER) {
			return history(state).getCurrentRoster();
		}
	}

	/** Whether a roster was ordered that does not count yet. */
	static boolean isPending(State state) {
		return ((BinaryState) state).getKv(STATE_ID, ORDERED) != null;
	}

	private static boolean isAnnounced(State state) {
		Instant freeze = PlatformStateUtils.freezeTimeOf(state);
		Instant last = PlatformStateUtils.lastFrozenTimeOf(state);
		return freeze != null && (last == null || last.isBefore(freeze));
	}

	/**
	 * Orders a roster. One that is the same to the engine, because only ports differ that
	 * are none of its affair, ends the epoch too: the application's roster is another.
	 */
	static void order(State state, Roster next) {
		synchronized (HASHER) {
			WritableStates rosters = state.getWritableStates(RosterStateId.SERVICE_NAME);
			new WritableRosterStore(rosters).putCandidateRoster(next);
			((CommittableWritableStates) rosters).commit();
		}
		((BinaryState) state).updateKv(STATE_ID, ORDERED, Bytes.wrap(new byte[] { 1 }));
	}

	/**
	 * Says when the epoch ends, in the first round that is late enough, if a roster was
	 * ordered and it was not said before.
	 */
	static void announce(State state, Round round) {
		if (!isPending(state) || isAnnounced(state) || round.getRoundNum() < earliest(state)) {
			return;
		}
		Instant last = PlatformStateUtils.lastFrozenTimeOf(state);
		Instant soon = round.getConsensusTimestamp().plus(NOTICE);
		Instant due = last == null ? soon : last.plus(SHORTEST);
		PlatformStateUtils.getWritablePlatformStateOf(state).setFreezeTime(due.isAfter(soon) ? due : soon);
	}

	/** There is no roster before that of genesis whose events would have to grow old. */
	private static long earliest(State state) {
		return of((BinaryState) state).equals(Epoch.GENESIS) ? 0
				: PlatformStateUtils.latestFreezeRoundOf(state) + FEWEST_ROUNDS;
	}

	/**
	 * Marks the last block of an epoch.
	 * @return whether it is that
	 */
	static boolean ends(State state, Round round) {
		boolean last = PlatformStateUtils.isFreezeRound(state, round);
		if (last) {
			PlatformStateUtils.getWritablePlatformStateOf(state).setLatestFreezeRound(round.getRoundNum());
		}
		return last;
	}

	/**
	 * Begins the next epoch if the state is the last of one; every replica that goes on
	 * from it writes the same.
	 * @return the rosters by which events are judged, that of the last epoch included
	 */
	static RosterHistory adopt(VirtualMapState state) {
		synchronized (HASHER) {
			WritableStates rosters = state.getWritableStates(RosterStateId.SERVICE_NAME);
			WritableRosterStore store = new WritableRosterStore(rosters);
			long round = PlatformStateUtils.roundOf(state);
			if (store.getCandidateRoster() != null && PlatformStateUtils.latestFreezeRoundOf(state) == round) {
				store.adoptCandidateRoster(round + 1);
				((CommittableWritableStates) rosters).commit();
				((BinaryState) state).removeKv(STATE_ID, ORDERED);
				write((BinaryState) state, of((BinaryState) state).next());
			}
			return history(state);
		}
	}

	/** For a replica that has nothing and joins a later epoch. */
	static void write(BinaryState state, Epoch epoch) {
		byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(epoch.number()).array();
		state.updateKv(STATE_ID, NUMBER, Bytes.wrap(number));
	}

	private static RosterHistory history(State state) {
		return new ReadableRosterStoreImpl(state.getReadableStates(RosterStateId.SERVICE_NAME)).getRosterHistory();
	}

}
