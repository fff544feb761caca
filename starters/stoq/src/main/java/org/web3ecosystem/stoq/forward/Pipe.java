package org.web3ecosystem.stoq.forward;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.transport.Stream;

/**
 * A socket and a stream, and what comes of one going into the other. Each direction has a
 * virtual thread that waits for what is slow, so that a reader that does not read holds
 * up the writer and nobody else. What breaks one direction breaks both.
 */
abstract class Pipe {

	private final Stream stream;

	private final ForwardTally tally;

	private final Duration idle;

	private final AtomicBoolean broken = new AtomicBoolean();

	private volatile long last = System.nanoTime();

	private volatile boolean over;

	/** The next look whether it is idle. */
	private volatile @Nullable Future<?> look;

	Pipe(Stream stream, ForwardTally tally, Duration idle) {
		this.stream = stream;
		this.tally = tally;
		this.idle = idle;
	}

	/** What comes out of the socket, or empty at its end. */
	abstract Optional<byte[]> receive() throws IOException;

	/** Puts it into the socket; waits until it is taken. */
	abstract void send(byte[] content) throws IOException;

	/** Nothing more goes into the socket. */
	abstract void finish() throws IOException;

	/** Ends the socket at once, so that its other end does not take it for a good end. */
	abstract void abort();

	/** Puts it into the stream; waits until it is taken. */
	void pass(Stream to, byte[] content) throws InterruptedException, IOException {
		await(to.write(content));
	}

	/** Returns when both directions have ended. */
	final void run(ScheduledExecutorService timer) {
		tally.begun();
		try {
			watch(timer);
			Thread back = Thread.startVirtualThread(() -> carry(this::outwards));
			carry(this::inwards);
			back.join();
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
		}
		finally {
			over = true;
			breakOff();
			forget();
			tally.ended();
		}
	}

	private interface Direction {

		void carry() throws IOException, InterruptedException;

	}

	private void carry(Direction direction) {
		try {
			direction.carry();
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			breakOff();
		}
		catch (IOException | UnavailableException gone) {
			breakOff();
		}
	}

	/** From the socket into the stream. */
	private void inwards() throws IOException, InterruptedException {
		for (Optional<byte[]> next = receive(); next.isPresent(); next = receive()) {
			pass(stream, next.get());
			moved(next.get().length);
		}
		await(stream.finish());
	}

	/** From the stream into the socket. */
	private void outwards() throws IOException, InterruptedException {
		for (Optional<byte[]> next = await(stream.read()); next.isPresent(); next = await(stream.read())) {
			send(next.get());
			moved(next.get().length);
		}
		finish();
	}

	private void moved(int bytes) {
		last = System.nanoTime();
		tally.passed(bytes);
	}

	private void watch(ScheduledExecutorService timer) {
		long left = idle.toNanos() - (System.nanoTime() - last);
		if (over) {
			return;
		}
		if (left <= 0) {
			tally.ranIdle();
			breakOff();
			return;
		}
		try {
			look = timer.schedule(() -> watch(timer), left, TimeUnit.NANOSECONDS);
			if (over) {
				forget();
			}
		}
		catch (RejectedExecutionException closing) {
			breakOff();
		}
	}

	/** Otherwise it would be kept until it had been idle long enough. */
	private void forget() {
		Future<?> planned = look;
		if (planned != null) {
			planned.cancel(false);
		}
	}

	/** For idle limits; keeps nothing that was cancelled. */
	static ScheduledExecutorService newTimer(String name) {
		ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
				Thread.ofPlatform().daemon().name(name).factory());
		timer.setRemoveOnCancelPolicy(true);
		return timer;
	}

	private void breakOff() {
		if (broken.compareAndSet(false, true)) {
			stream.close();
			abort();
		}
	}

	static <T> T await(CompletionStage<T> stage) throws InterruptedException, IOException {
		try {
			return stage.toCompletableFuture().get();
		}
		catch (ExecutionException failure) {
			throw reason(failure);
		}
	}

	static <T> T await(CompletionStage<T> stage, Duration patience) throws InterruptedException, IOException {
		try {
			return stage.toCompletableFuture().get(patience.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException failure) {
			throw reason(failure);
		}
		catch (TimeoutException late) {
			throw new IOException("no answer within " + patience, late);
		}
	}

	private static IOException reason(ExecutionException failure) {
		Throwable cause = failure.getCause();
		while (cause instanceof CompletionException && cause.getCause() != null) {
			cause = cause.getCause();
		}
		if (cause instanceof UnavailableException unavailable) {
			throw unavailable;
		}
		return new IOException(cause);
	}

}
