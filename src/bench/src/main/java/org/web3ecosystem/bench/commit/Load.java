package org.web3ecosystem.bench.commit;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.sun.management.OperatingSystemMXBean;

/** Keeps so many transactions on their way for so long, from one thread. */
final class Load {

	private static final OperatingSystemMXBean SYSTEM = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();

	private static final long REFUSED_NANOS = 500_000;

	private final Contender contender;

	private final int n;

	private final BlockingQueue<Integer> free = new LinkedBlockingQueue<>();

	private long[] nanos = new long[1 << 16];

	private int done;

	private boolean counts;

	Load(Contender contender, int n) {
		this.contender = contender;
		this.n = n;
	}

	/**
	 * What one round gave.
	 *
	 * @param rate transactions a second, of all replicas
	 * @param median from submission to commit at the same replica, in milliseconds
	 * @param tail the same, of 99 of 100
	 * @param processor of the whole process for one transaction, in microseconds
	 */
	record Figure(double rate, double median, double tail, double processor) {

		String line() {
			return rate + " " + median + " " + tail + " " + processor;
		}

		static Figure parse(String line) {
			String[] words = line.split(" ");
			return new Figure(Double.parseDouble(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2]),
					Double.parseDouble(words[3]));
		}

	}

	/** Begins a second before it counts, and waits for all that is on its way. */
	Figure run(int inFlight, Duration time) throws InterruptedException {
		contender.rest(false);
		free.clear();
		for (int slot = 0; slot < inFlight; slot++) {
			free.add(slot);
		}
		keep(Duration.ofSeconds(1));
		count(true);
		long begun = System.nanoTime();
		long used = SYSTEM.getProcessCpuTime();
		keep(time);
		double seconds = (System.nanoTime() - begun) / 1e9;
		double micros = (SYSTEM.getProcessCpuTime() - used) / 1e3;
		Figure figure = figure(seconds, micros);
		drain(inFlight);
		contender.rest(true);
		return figure;
	}

	private void keep(Duration time) throws InterruptedException {
		long end = System.nanoTime() + time.toNanos();
		for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
			Integer slot = free.poll(left, TimeUnit.NANOSECONDS);
			if (slot != null) {
				long begun = System.nanoTime();
				if (!contender.submit(slot % n, () -> committed(slot, begun))) {
					free.add(slot);
					LockSupport.parkNanos(REFUSED_NANOS);
				}
			}
		}
	}

	private void committed(int slot, long begun) {
		add(System.nanoTime() - begun);
		free.add(slot);
	}

	private synchronized void add(long took) {
		if (counts) {
			if (done == nanos.length) {
				nanos = Arrays.copyOf(nanos, 2 * done);
			}
			nanos[done++] = took;
		}
	}

	private synchronized void count(boolean now) {
		counts = now;
		done = now ? 0 : done;
	}

	private synchronized Figure figure(double seconds, double micros) {
		counts = false;
		if (done == 0) {
			return new Figure(0, Double.NaN, Double.NaN, Double.NaN);
		}
		Arrays.sort(nanos, 0, done);
		return new Figure(done / seconds, nanos[done / 2] / 1e6, nanos[(int) (done * 99L / 100)] / 1e6, micros / done);
	}

	private void drain(int inFlight) throws InterruptedException {
		long end = System.nanoTime() + PATIENCE_NANOS;
		while (free.size() < inFlight && System.nanoTime() < end) {
			LockSupport.parkNanos(1_000_000);
		}
		if (free.size() < inFlight) {
			System.err.println(inFlight - free.size() + " never came back");
		}
	}

}
