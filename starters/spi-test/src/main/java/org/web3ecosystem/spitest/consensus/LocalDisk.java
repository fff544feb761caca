package org.web3ecosystem.spitest.consensus;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.consensus.ConsensusEngine;
import org.web3ecosystem.spi.consensus.LedgerApplication;
import org.web3ecosystem.spi.consensus.LedgerApplication.Block;
import org.web3ecosystem.spi.consensus.LedgerApplication.Ordered;
import org.web3ecosystem.spi.consensus.LedgerState;
import org.web3ecosystem.spi.consensus.Roster;

/** What one replica of a {@link LocalEngine} cluster keeps across a restart. */
final class LocalDisk {

	private final Map<ByteBuffer, byte[]> committed = new HashMap<>();

	private int applied;

	private @Nullable Instant consensusTime;

	private Epoch epoch = Epoch.GENESIS;

	private OptionalInt n = OptionalInt.empty();

	synchronized int applied() {
		return applied;
	}

	synchronized long round() {
		return applied;
	}

	synchronized @Nullable Instant consensusTime() {
		return consensusTime;
	}

	synchronized Epoch epoch() {
		return epoch;
	}

	/** How many the roster has; empty in the first epoch. */
	synchronized OptionalInt n() {
		return n;
	}

	synchronized void nextEpoch(int members) {
		epoch = epoch.next();
		n = OptionalInt.of(members);
	}

	synchronized Optional<byte[]> read(byte[] key) {
		return Optional.ofNullable(committed.get(ByteBuffer.wrap(key))).map(byte[]::clone);
	}

	synchronized ConsensusEngine.Snapshot snapshot() {
		Map<ByteBuffer, byte[]> copy = Map.copyOf(committed);
		return new ConsensusEngine.Snapshot() {

			@Override
			public Optional<byte[]> get(byte[] key) {
				return Optional.ofNullable(copy.get(ByteBuffer.wrap(key))).map(byte[]::clone);
			}

			@Override
			public void close() {
				// a copy holds nothing up
			}

		};
	}

	void restore(LedgerApplication application) {
		application.restored(new ReadOnly());
	}

	/** The block becomes visible as a whole or, if the application throws, not at all. */
	Optional<Roster> apply(Block block, LedgerApplication application) {
		Draft draft = new Draft();
		List<Ordered> prepared = block.transactions()
			.stream()
			.map(ordered -> new Ordered(ordered.transaction(), ordered.consensusTime(),
					application.prepare(ordered.transaction().clone())))
			.toList();
		Optional<Roster> next = application
			.commit(new Block(block.epoch(), block.round(), block.consensusTime(), prepared), draft);
		synchronized (this) {
			write(draft);
			applied++;
			consensusTime = block.consensusTime();
		}
		application.committed(block.round());
		return next;
	}

	private synchronized void write(Draft draft) {
		draft.changes.forEach(
				(key, value) -> value.ifPresentOrElse(bytes -> committed.put(key, bytes), () -> committed.remove(key)));
	}

	/** The committed state to look at. */
	private final class ReadOnly implements LedgerState {

		@Override
		public Optional<byte[]> get(byte[] key) {
			return read(key);
		}

		@Override
		public void put(byte[] key, byte[] value) {
			throw new UnsupportedOperationException("a restored state is to look at");
		}

		@Override
		public void remove(byte[] key) {
			throw new UnsupportedOperationException("a restored state is to look at");
		}

	}

	/** The committed state with one block's changes before it. */
	private final class Draft implements LedgerState {

		private final Map<ByteBuffer, Optional<byte[]>> changes = new HashMap<>();

		@Override
		public Optional<byte[]> get(byte[] key) {
			Optional<byte[]> change = changes.get(ByteBuffer.wrap(key));
			return change != null ? change.map(byte[]::clone) : read(key);
		}

		@Override
		public void put(byte[] key, byte[] value) {
			changes.put(ByteBuffer.wrap(key.clone()), Optional.of(value.clone()));
		}

		@Override
		public void remove(byte[] key) {
			changes.put(ByteBuffer.wrap(key.clone()), Optional.empty());
		}

	}

}
