package org.web3ecosystem.hashgraph;

import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Hears of a state that could not be written. The engine's database writes on threads of
 * its own, logs what failed there, waits until they are done and goes on as if all of it
 * had been written; nobody is told but the log. It is heard on the thread that failed, so
 * before anybody can read what is missing.
 */
final class StateWrites extends TurboFilter implements AutoCloseable {

	private static final String DATABASE = "com.swirlds.merkledb.";

	private static final String MAP = "com.swirlds.virtualmap.";

	private static final int MAX_CAUSES = 16;

	private final Path directory;

	private final Consumer<Throwable> failed;

	private StateWrites(Path directory, Consumer<Throwable> failed) {
		this.directory = directory.toAbsolutePath();
		this.failed = failed;
	}

	/**
	 * @param directory where the state is; what names a file elsewhere is another's
	 * @param failed told on a thread of the database, each time
	 * @throws IllegalStateException if the log is another one, which cannot be heard
	 */
	static StateWrites hear(Path directory, Consumer<Throwable> failed) {
		LoggerContext context = context();
		StateWrites writes = new StateWrites(directory, failed);
		writes.setContext(context);
		writes.start();
		context.addTurboFilter(writes);
		return writes;
	}

	private static LoggerContext context() {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
			return logback;
		}
		throw new IllegalStateException(
				"what the engine cannot write is only in its log, which has to be Logback to be heard");
	}

	@Override
	public FilterReply decide(@Nullable Marker marker, Logger logger, Level level, @Nullable String format,
			Object @Nullable [] arguments, @Nullable Throwable thrown) {
		if (thrown != null && level == Level.ERROR && isOfState(logger.getName()) && wasWriting(thrown)
				&& !isElsewhere(thrown)) {
			failed.accept(thrown);
		}
		return FilterReply.NEUTRAL;
	}

	private static boolean isOfState(String logger) {
		return logger.startsWith(DATABASE) || logger.startsWith(MAP);
	}

	/** Closing a database that is not used any more may fail, too. */
	private static boolean wasWriting(Throwable thrown) {
		return causes(thrown).flatMap(cause -> Arrays.stream(cause.getStackTrace())).anyMatch(StateWrites::writes);
	}

	/** Several engines of one process write to one log. */
	private boolean isElsewhere(Throwable thrown) {
		return causes(thrown).anyMatch(cause -> cause instanceof FileSystemException failure
				&& failure.getFile() != null && !Path.of(failure.getFile()).toAbsolutePath().startsWith(directory));
	}

	private static Stream<Throwable> causes(Throwable thrown) {
		return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause).limit(MAX_CAUSES);
	}

	private static boolean writes(StackTraceElement frame) {
		return frame.getClassName().startsWith(DATABASE) && frame.getMethodName().contains("saveRecords")
				|| frame.getClassName().startsWith(MAP) && frame.getMethodName().contains("hashFlushMerge");
	}

	@Override
	public void close() {
		context().getTurboFilterList().remove(this);
		stop();
	}

}
