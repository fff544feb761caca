package org.web3ecosystem.hypermesh.feed;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.consensus.BlockListener;
import org.web3ecosystem.spi.consensus.CommittedBlock;

/** Brings the blocks to one listener, at its pace. */
final class BlockCourier {

	private static final Logger logger = System.getLogger(BlockCourier.class.getName());

	private static final long AGAIN_MILLIS = 1_000;

	private final BlockFeed feed;

	private final BlockListener listener;

	private final ScheduledExecutorService scheduler;

	private final Executor executor;

	private final AtomicInteger running = new AtomicInteger();

	/** Of the one run. */
	private @Nullable Height next;

	private boolean failing;

	BlockCourier(BlockFeed feed, BlockListener listener, ScheduledExecutorService scheduler, Executor executor) {
		this.feed = feed;
		this.listener = listener;
		this.scheduler = scheduler;
		this.executor = executor;
	}

	/** There may be something new. */
	void wake() {
		if (running.getAndIncrement() == 0) {
			executor.execute(this::run);
		}
	}

	private void run() {
		int seen = 1;
		do {
			bring();
			seen = running.addAndGet(-seen);
		}
		while (seen != 0);
	}

	private void bring() {
		try {
			Height from = next;
			next = from == null ? new Height(Math.max(1, listener.from().number())) : from;
			while (feed.isOpen() && step(next)) {
				failing = false;
			}
		}
		catch (RuntimeException failed) {
			if (!failing) {
				failing = true;
				logger.log(Level.WARNING, "a listener failed and is told again: " + listener, failed);
			}
			scheduler.schedule(this::wake, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	/** Whether there was something. */
	private boolean step(Height from) {
		switch (feed.at(from, FeedLimits.PAGE)) {
			case Step.Blocks(var blocks) -> {
				for (CommittedBlock block : blocks) {
					listener.block(block);
					next = block.height().next();
				}
				return true;
			}
			case Step.Gap(Height missing, Height there) -> {
				listener.gap(missing, there);
				next = there;
				return true;
			}
			case Step.Coming none -> {
				return false;
			}
		}
	}

}
