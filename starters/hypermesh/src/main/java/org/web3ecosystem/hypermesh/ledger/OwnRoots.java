package org.web3ecosystem.hypermesh.ledger;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.web3ecosystem.hypermesh.state.SignedRoot;
import org.web3ecosystem.hypermesh.state.StateRoot;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.trust.NodeKey;

/**
 * The roots this validator signs. Signs one root per height, since the state has one; a
 * height that is about to come is waited for.
 */
final class OwnRoots {

	/** How far ahead a height may be to be waited for. */
	private static final long AHEAD = 64;

	private static final int MAX_WAITING = 256;

	private final CommittedState state;

	private final NodeKey key;

	private final ConcurrentSkipListMap<Height, CompletableFuture<Void>> waiting = new ConcurrentSkipListMap<>();

	private final AtomicInteger waiters = new AtomicInteger();

	OwnRoots(CommittedState state, NodeKey key) {
		this.state = state;
		this.key = key;
	}

	CompletionStage<SignedRoot> sign(Height height, Duration patience) {
		if (state.height().compareTo(height) >= 0) {
			return CompletableFuture.completedFuture(sign(height));
		}
		if (height.number() > state.height().number() + AHEAD || waiters.get() >= MAX_WAITING) {
			return CompletableFuture
				.failedFuture(new UnavailableException("height " + height.number() + " is not reached here"));
		}
		waiters.incrementAndGet();
		CompletableFuture<Void> reached = waiting.computeIfAbsent(height, h -> new CompletableFuture<>()).copy();
		reached(state.height());
		return reached.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).handle((done, failure) -> {
			waiters.decrementAndGet();
			if (failure != null) {
				throw new UnavailableException("height " + height.number() + " is not reached here yet", failure);
			}
			return sign(height);
		});
	}

	/** Wakes those who wait for this height or a lower one. */
	void reached(Height height) {
		while (!waiting.isEmpty() && waiting.firstKey().compareTo(height) <= 0) {
			Optional.ofNullable(waiting.pollFirstEntry()).ifPresent(entry -> entry.getValue().complete(null));
		}
	}

	private SignedRoot sign(Height height) {
		StateRoot root = state.root(height)
			.orElseThrow(() -> new UnavailableException("the root of height " + height.number() + " is not kept"));
		return SignedRoot.sign(root, key);
	}

}
