package org.web3ecosystem.spitest.consensus;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.consensus.LedgerApplication.Block;

/** The one order that the replicas of a {@link LocalEngine} cluster share. */
final class LocalOrder {

	private static final int MAX_WAITING = 10_000;

	private static final int MAX_BLOCK = 100;

	private int n;

	private Epoch epoch = Epoch.GENESIS;

	private final InstantSource clock;

	private final List<LocalBlock> blocks = new ArrayList<>();

	private final List<byte[]> waiting = new ArrayList<>();

	private int running;

	private Instant last = Instant.EPOCH;

	LocalOrder(int n, InstantSource clock) {
		if (n < 1) {
			throw new IllegalArgumentException("at least one replica, not " + n);
		}
		this.n = n;
		this.clock = clock;
	}

	synchronized int n() {
		return n;
	}

	/** The first replica to come to an epoch says how many take part. */
	synchronized void n(Epoch begun, int members) {
		if (begun.compareTo(epoch) > 0) {
			epoch = begun;
			n = members;
		}
	}

	synchronized void join() {
		running++;
		notifyAll();
	}

	synchronized void leave() {
		running--;
	}

	synchronized void wake() {
		notifyAll();
	}

	/** More than two thirds, as Byzantine agreement needs. */
	synchronized boolean hasQuorum() {
		return 3 * running > 2 * n;
	}

	synchronized boolean add(byte[] transaction) {
		if (waiting.size() >= MAX_WAITING) {
			return false;
		}
		waiting.add(transaction);
		notifyAll();
		return true;
	}

	/**
	 * Block number {@code index}, as soon as there is one; empty when not to go on.
	 * @param epoch the one that whoever asks has come to
	 */
	synchronized Optional<Block> await(int index, Epoch epoch, BooleanSupplier goOn) {
		while (goOn.getAsBoolean()) {
			if (index < blocks.size()) {
				return Optional.of(blocks.get(index).copy(epoch));
			}
			if (!waiting.isEmpty() && hasQuorum()) {
				List<byte[]> taken = waiting.subList(0, Math.min(MAX_BLOCK, waiting.size()));
				blocks.add(LocalBlock.of(blocks.size() + 1, List.copyOf(taken), this::tick));
				taken.clear();
				notifyAll();
				continue;
			}
			try {
				wait();
			}
			catch (InterruptedException interrupted) {
				Thread.currentThread().interrupt();
				return Optional.empty();
			}
		}
		return Optional.empty();
	}

	private Instant tick() {
		Instant now = clock.instant();
		last = now.isAfter(last) ? now : last.plusNanos(1);
		return last;
	}

}
