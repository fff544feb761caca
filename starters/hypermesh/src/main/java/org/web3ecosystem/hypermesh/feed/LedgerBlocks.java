package org.web3ecosystem.hypermesh.feed;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.spi.consensus.BlockListener;

/** The feed with who fills it and who is told. */
public final class LedgerBlocks implements AutoCloseable {

	private final VerifiableLedger ledger;

	private final BlockFeed feed;

	private final BlockFill fill;

	private final Supplier<? extends Iterable<BlockListener>> listeners;

	private final ScheduledExecutorService scheduler;

	private final Executor executor;

	private boolean started;

	/**
	 * @param listeners asked for at the start
	 * @param scheduler not closed here
	 * @param executor not closed here
	 */
	public LedgerBlocks(VerifiableLedger ledger, BlockFeed feed, BlockFill fill,
			Supplier<? extends Iterable<BlockListener>> listeners, ScheduledExecutorService scheduler,
			Executor executor) {
		this.ledger = ledger;
		this.feed = feed;
		this.fill = fill;
		this.listeners = listeners;
		this.scheduler = scheduler;
		this.executor = executor;
	}

	/** Before the ledger starts, so that no block is missed. */
	public synchronized void start() {
		if (started) {
			return;
		}
		started = true;
		ledger.onBlock(feed::accept);
		feed.start();
		listeners.get().forEach(listener -> {
			BlockCourier courier = new BlockCourier(feed, listener, scheduler, executor);
			feed.onNews(courier::wake);
			courier.wake();
		});
	}

	/** After the ledger has started. */
	public void follow() {
		fill.start();
	}

	@Override
	public void close() {
		fill.close();
		feed.close();
	}

}
