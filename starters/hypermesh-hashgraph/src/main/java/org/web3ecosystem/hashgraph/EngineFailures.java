package org.web3ecosystem.hashgraph;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;

/**
 * What a part of the engine threw and nobody caught, and what it kept to itself. The
 * engine goes on; a part that could not write does so for each event, so it is said once.
 */
final class EngineFailures implements Thread.UncaughtExceptionHandler {

	private static final System.Logger log = System.getLogger(HashgraphEngine.class.getName());

	private static final int MAX_CAUSES = 16;

	/** What only a connection throws, and the end of one. */
	private static final Set<Class<? extends IOException>> OF_CONNECTIONS = Set.of(SocketException.class,
			SSLException.class, UnknownHostException.class, InterruptedIOException.class, EOFException.class);

	/** What an IOException of no special type passed if it is a connection's. */
	private static final Set<String> SOCKETS = Set.of("sun.nio.ch.NioSocketImpl", "sun.nio.ch.SocketChannelImpl",
			"sun.nio.ch.ServerSocketChannelImpl", "sun.nio.ch.SocketDispatcher", "java.net.Socket",
			"java.net.ServerSocket");

	private static final String TLS = "sun.security.ssl.";

	private final String node;

	private final BooleanSupplier lost;

	private final Consumer<Throwable> cannotWrite;

	private final AtomicBoolean said = new AtomicBoolean();

	/**
	 * @param lost whether the engine has given up its state
	 * @param cannotWrite told once, on the thread that found it, of what was no fault of
	 * the engine but of the disk
	 */
	EngineFailures(String node, BooleanSupplier lost, Consumer<Throwable> cannotWrite) {
		this.node = node;
		this.lost = lost;
		this.cannotWrite = cannotWrite;
	}

	@Override
	public void uncaughtException(Thread thread, Throwable failure) {
		if (isOfDisk(failure)) {
			couldNotWrite(failure);
			return;
		}
		log.log(Level.ERROR, "a part of the engine failed node=" + node + " thread=" + thread.getName(), failure);
		look();
	}

	/** A state was not saved; why, the engine has logged. */
	void notSaved(long round) {
		couldNotWrite(new IOException("the state of round " + round + " was not saved"));
	}

	/** Whether the state is still there: the engine does not tell. */
	void look() {
		if (lost.getAsBoolean()) {
			couldNotWrite(new LostStateException());
		}
	}

	void couldNotWrite(Throwable failure) {
		if (said.compareAndSet(false, true)) {
			log.log(Level.ERROR, "the engine could not write node=" + node, failure);
			cannotWrite.accept(failure);
		}
	}

	/**
	 * The type does not tell: a full disk and a broken pipe are both an IOException. So
	 * whatever no connection can have thrown is the disk's, which costs a replica that is
	 * built anew if it is wrong; the other way round the replica would stand still.
	 */
	private static boolean isOfDisk(Throwable failure) {
		return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
			.limit(MAX_CAUSES)
			.anyMatch(cause -> cause instanceof IOException input && !isOfConnection(input));
	}

	private static boolean isOfConnection(IOException failure) {
		return OF_CONNECTIONS.stream().anyMatch(type -> type.isInstance(failure)) || Stream.of(failure.getStackTrace())
			.map(StackTraceElement::getClassName)
			.anyMatch(name -> SOCKETS.contains(name) || name.startsWith(TLS));
	}

}
