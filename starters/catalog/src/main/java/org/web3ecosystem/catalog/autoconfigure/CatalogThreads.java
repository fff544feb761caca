package org.web3ecosystem.catalog.autoconfigure;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * The catalogue's own threads. One bean of our own type, because beans of the JDK's
 * executor types would silence those that Spring Boot makes for the application.
 */
final class CatalogThreads implements AutoCloseable {

	/**
	 * Of the custodian and of the store's watch, neither of which waits for the other.
	 */
	private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(2,
			Thread.ofPlatform().name("catalog-look-", 0).daemon().factory());

	private final ExecutorService executor = Executors
		.newThreadPerTaskExecutor(Thread.ofVirtual().name("catalog-", 0).factory());

	CatalogThreads() {
		scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		scheduler.setRemoveOnCancelPolicy(true);
	}

	ScheduledExecutorService scheduler() {
		return scheduler;
	}

	ExecutorService executor() {
		return executor;
	}

	@Override
	public void close() {
		scheduler.shutdownNow();
		executor.shutdownNow();
	}

}
