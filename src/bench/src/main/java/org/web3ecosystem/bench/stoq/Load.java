package org.web3ecosystem.bench.stoq;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import org.web3ecosystem.bench.stoq.Caller.Exchange;

/** What is done to a peer for a while, and what came of it. */
final class Load {

	private static final int MESSAGE = 128;

	private static final int MOST = 1 << 20;

	private final Caller caller;

	Load(Caller caller) {
		this.caller = caller;
	}

	/**
	 * @param operations that ended: connections, exchanges, bytes
	 * @param nanos they took together
	 * @param median of one, in nanoseconds; 0 if it was not looked at
	 * @param late what one in a hundred exceeds
	 */
	record Outcome(long operations, long nanos, long median, long late) {

		static Outcome parse(String line) {
			long[] numbers = Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
			return new Outcome(numbers[0], numbers[1], numbers[2], numbers[3]);
		}

		@Override
		public String toString() {
			return operations + " " + nanos + " " + median + " " + late;
		}

	}

	/** New connections, several at once. */
	Outcome connect(Duration time) {
		LongAdder made = new LongAdder();
		long begun = System.nanoTime();
		long end = begun + time.toNanos();
		CompletableFuture<?>[] slots = new CompletableFuture<?>[Caller.IN_FLIGHT];
		for (int slot = 0; slot < slots.length; slot++) {
			CompletableFuture<Void> done = new CompletableFuture<>();
			slots[slot] = done;
			connect(slot, end, made, done);
		}
		await(CompletableFuture.allOf(slots), time);
		return new Outcome(made.sum(), System.nanoTime() - begun, 0, 0);
	}

	private void connect(int slot, long end, LongAdder made, CompletableFuture<Void> done) {
		caller.connectAndEnd(slot).whenComplete((ended, failure) -> {
			if (failure != null) {
				done.completeExceptionally(failure);
				return;
			}
			made.increment();
			if (System.nanoTime() < end) {
				connect(slot, end, made, done);
			}
			else {
				done.complete(null);
			}
		});
	}

	/** One after the other, on one connection that is there already. */
	Outcome exchange(Exchange exchange, Duration time) {
		long begun = System.nanoTime();
		Series series = new Series(exchange, begun + time.toNanos());
		series.next();
		await(series.done, time);
		return series.outcome(System.nanoTime() - begun);
	}

	/** As much as comes. */
	Outcome download(int streams, Duration time) {
		LongAdder bytes = new LongAdder();
		AutoCloseable running = caller.download(streams, bytes);
		long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(Caller.PATIENCE_SECONDS);
		while (bytes.sum() == 0) {
			if (System.nanoTime() > patience) {
				throw new IllegalStateException("nothing comes");
			}
			LockSupport.parkNanos(100_000);
		}
		long before = bytes.sum();
		long begun = System.nanoTime();
		for (long left = time.toNanos(); left > 0; left = time.toNanos() - (System.nanoTime() - begun)) {
			LockSupport.parkNanos(left);
		}
		Outcome outcome = new Outcome(bytes.sum() - before, System.nanoTime() - begun, 0, 0);
		try {
			running.close();
		}
		catch (Exception failure) {
			throw new IllegalStateException("a download did not end", failure);
		}
		return outcome;
	}

	private static void await(CompletableFuture<?> done, Duration time) {
		done.orTimeout(time.toSeconds() + Caller.PATIENCE_SECONDS, TimeUnit.SECONDS).join();
	}

	/** Exchanges and what each took. */
	private static final class Series {

		private final Exchange exchange;

		private final long end;

		private final byte[] message = new byte[MESSAGE];

		private final long[] nanos = new long[MOST];

		private int count;

		private final CompletableFuture<Void> done = new CompletableFuture<>();

		Series(Exchange exchange, long end) {
			this.exchange = exchange;
			this.end = end;
		}

		void next() {
			long begun = System.nanoTime();
			exchange.send(message).whenComplete((answer, failure) -> {
				long ended = System.nanoTime();
				if (failure != null) {
					done.completeExceptionally(failure);
					return;
				}
				nanos[count++] = ended - begun;
				if (ended < end && count < MOST) {
					next();
				}
				else {
					done.complete(null);
				}
			});
		}

		Outcome outcome(long took) {
			long[] sorted = Arrays.copyOf(nanos, count);
			Arrays.sort(sorted);
			return new Outcome(count, took, sorted[count / 2], sorted[(int) (count * 0.99)]);
		}

	}

}
