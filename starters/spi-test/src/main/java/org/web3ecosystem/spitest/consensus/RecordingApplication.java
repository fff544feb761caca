package org.web3ecosystem.spitest.consensus;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.LedgerApplication;
import org.web3ecosystem.spi.consensus.LedgerState;
import org.web3ecosystem.spi.consensus.Roster;

/**
 * The smallest application: counts, keeps the last transaction and the value before it in
 * the state, and remembers all it was told.
 */
public final class RecordingApplication implements LedgerApplication {

	/** Where the number of applied transactions is, eight bytes. */
	public static final byte[] COUNT = "count".getBytes(StandardCharsets.UTF_8);

	/** Where {@link #DONE} stands between blocks and something else within one. */
	public static final byte[] MARK = "mark".getBytes(StandardCharsets.UTF_8);

	/** The value of {@link #MARK} in every committed state. */
	public static final byte[] DONE = "done".getBytes(StandardCharsets.UTF_8);

	/** The application refuses transactions that begin so. */
	public static final byte REFUSED = '!';

	private final Map<String, Roster> rosters = new HashMap<>();

	private final List<Entry> entries = new ArrayList<>();

	private final List<Long> committedRounds = new ArrayList<>();

	private final List<Misbehaviour> misbehaviours = new ArrayList<>();

	private final List<Long> restoredCounts = new ArrayList<>();

	/**
	 * One applied transaction.
	 *
	 * @param position its number in the ledger, from 1
	 * @param prepared what came back from {@link #prepare}
	 */
	public record Entry(long position, String transaction, Instant consensusTime, long round,
			@Nullable Object prepared) {
	}

	/**
	 * This transaction orders that roster. All replicas must be told the same, before it
	 * is submitted.
	 */
	public synchronized void orders(String transaction, Roster roster) {
		rosters.put(transaction, roster);
	}

	@Override
	public Verdict check(byte[] transaction) {
		return transaction.length > 0 && transaction[0] == REFUSED ? Verdict.rejected("begins with !")
				: Verdict.accepted();
	}

	@Override
	public Object prepare(byte[] transaction) {
		return "prepared " + new String(transaction, StandardCharsets.UTF_8);
	}

	@Override
	public synchronized Optional<Roster> commit(Block block, LedgerState state) {
		state.put(MARK, "half".getBytes(StandardCharsets.UTF_8));
		Optional<Roster> next = Optional.empty();
		for (Ordered ordered : block.transactions()) {
			long position = count(state) + 1;
			state.put(COUNT, ByteBuffer.allocate(Long.BYTES).putLong(position).array());
			state.put(ordered.transaction(), ByteBuffer.allocate(Long.BYTES).putLong(position).array());
			String text = new String(ordered.transaction(), StandardCharsets.UTF_8);
			entries.add(new Entry(position, text, ordered.consensusTime(), block.round(), ordered.prepared()));
			if (rosters.containsKey(text)) {
				next = Optional.of(rosters.get(text));
			}
		}
		state.put(MARK, DONE);
		return next;
	}

	@Override
	public synchronized void committed(long round) {
		committedRounds.add(round);
	}

	@Override
	public synchronized void restored(LedgerState state) {
		restoredCounts.add(count(state));
	}

	@Override
	public synchronized void misbehaviour(Misbehaviour found) {
		misbehaviours.add(found);
	}

	/** What was applied so far, in order. */
	public synchronized List<Entry> entries() {
		return List.copyOf(entries);
	}

	/** The rounds whose effect can be read, in order. */
	public synchronized List<Long> committedRounds() {
		return List.copyOf(committedRounds);
	}

	public synchronized List<Misbehaviour> misbehaviours() {
		return List.copyOf(misbehaviours);
	}

	/** The count in each state this application was told to take over. */
	public synchronized List<Long> restoredCounts() {
		return List.copyOf(restoredCounts);
	}

	private static long count(LedgerState state) {
		return count(state.get(COUNT));
	}

	/** The number in the value of {@link #COUNT}. */
	public static long count(Optional<byte[]> value) {
		return value.map(bytes -> ByteBuffer.wrap(bytes).getLong()).orElse(0L);
	}

}
