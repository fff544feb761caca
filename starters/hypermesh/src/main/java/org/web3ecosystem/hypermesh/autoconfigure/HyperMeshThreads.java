package org.web3ecosystem.hypermesh.autoconfigure;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * HyperMesh's own threads. One bean of our own type, because beans of the JDK's executor
 * types would silence those that Spring Boot makes for the application.
 */
final class HyperMeshThreads implements AutoCloseable {

	private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1,
			Thread.ofPlatform().name("hypermesh-timer").daemon().factory());

	private final ExecutorService executor = Executors
		.newThreadPerTaskExecutor(Thread.ofVirtual().name("hypermesh-", 0).factory());

	HyperMeshThreads() {
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
		executor.shutdown();
	}

}
