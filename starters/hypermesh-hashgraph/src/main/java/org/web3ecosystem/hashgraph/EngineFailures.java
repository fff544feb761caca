package org.web3ecosystem.hashgraph;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * What a part of the engine threw and nobody caught. The engine goes on; a part that
 * could not write does so for each event, so it is said once.
 */
final class EngineFailures implements Thread.UncaughtExceptionHandler {

	private static final System.Logger log = System.getLogger(HashgraphEngine.class.getName());

	private static final int MAX_CAUSES = 16;

	private final String node;

	private final Consumer<Throwable> cannotWrite;

	private final AtomicBoolean said = new AtomicBoolean();

	/**
	 * @param cannotWrite told once, on the engine's thread, of what was no fault of the
	 * engine but of the disk
	 */
	EngineFailures(String node, Consumer<Throwable> cannotWrite) {
		this.node = node;
		this.cannotWrite = cannotWrite;
	}

	@Override
	public void uncaughtException(Thread thread, Throwable failure) {
		if (!isOfDisk(failure)) {
			log.log(Level.ERROR, "a part of the engine failed node=" + node + " thread=" + thread.getName(), failure);
		}
		else if (said.compareAndSet(false, true)) {
			log.log(Level.ERROR, "the engine could not write node=" + node, failure);
			cannotWrite.accept(failure);
		}
	}

	private static boolean isOfDisk(Throwable failure) {
		Throwable cause = failure;
		for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
			if (cause instanceof IOException) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

}
