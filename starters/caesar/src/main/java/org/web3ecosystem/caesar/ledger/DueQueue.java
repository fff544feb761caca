package org.web3ecosystem.caesar.ledger;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.consensus.LedgerModule.State;

/**
 * Transfers with a time at which something is due, earliest first: a binary heap in the
 * module's entries, {@code <name>/<n>} its places and {@code <name>} how many there are.
 * Adding and taking touch one entry per level.
 */
public final class DueQueue {

	private static final int MAX_BYTES = 64;

	private final State state;

	private final String name;

	public DueQueue(State state, String name) {
		this.state = state;
		this.name = name;
	}

	private record Due(long at, TransferId transfer) {
	}

	/** How many wait. */
	public long size() {
		return state.get(name).map(Books::number).orElse(0L);
	}

	/** Puts a transfer where it will be found at {@code at}. */
	public void add(Instant at, TransferId transfer) {
		long place = size();
		resize(place + 1);
		Due added = new Due(at.toEpochMilli(), transfer);
		while (place > 0 && at((place - 1) / 2).at() > added.at()) {
			put(place, at((place - 1) / 2));
			place = (place - 1) / 2;
		}
		put(place, added);
	}

	/** Takes the earliest, if it is due. */
	public Optional<TransferId> poll(Instant now) {
		long size = size();
		if (size == 0 || at(0).at() > now.toEpochMilli()) {
			return Optional.empty();
		}
		Due first = at(0);
		Due last = at(size - 1);
		state.remove(key(size - 1));
		resize(size - 1);
		if (size > 1) {
			sink(last, size - 1);
		}
		return Optional.of(first.transfer());
	}

	private void sink(Due due, long size) {
		long place = 0;
		long child = earlierChild(place, size);
		while (child < size && at(child).at() < due.at()) {
			put(place, at(child));
			place = child;
			child = earlierChild(place, size);
		}
		put(place, due);
	}

	private long earlierChild(long place, long size) {
		long left = 2 * place + 1;
		return left + 1 < size && at(left + 1).at() < at(left).at() ? left + 1 : left;
	}

	private void resize(long size) {
		state.put(name, Cbor.of(size).encode());
	}

	private Due at(long place) {
		Cbor.Struct map = Cbor.decodeStruct(
				state.get(key(place)).orElseThrow(() -> new IllegalStateException("a gap in " + name)), MAX_BYTES);
		return new Due(map.integer("at"), TransferId.of(map.bytes("transfer")));
	}

	private void put(long place, Due due) {
		state.put(key(place),
				Cbor.struct(Map.entry("at", Cbor.of(due.at())), Map.entry("transfer", Cbor.of(due.transfer().bytes())))
					.encode());
	}

	private String key(long place) {
		return name + "/" + place;
	}

}
