package org.web3ecosystem.bootstrap.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What was measured lately. Thread-safe. */
public final class ProbeWindow {

	/** How many probes have room in it. */
	static final int LENGTH = 30;

	/** Fewer say nothing about a 95th percentile. */
	static final int LEAST = 20;

	private static final int MOST = 128;

	/** A failed probe counts as one that took for ever. */
	private static final Duration FAILED = Duration.ofNanos(Long.MAX_VALUE);

	private final Deque<Sample> samples = new ArrayDeque<>();

	private boolean running;

	private String lastFailure = "";

	ProbeWindow() {
	}

	synchronized boolean begin() {
		boolean begins = !running;
		running = true;
		return begins;
	}

	synchronized void took(Instant at, Duration duration) {
		add(new Sample(at, duration));
	}

	synchronized void failed(Instant at, String why) {
		lastFailure = why;
		add(new Sample(at, FAILED));
	}

	/** What is older than {@code length} is forgotten. */
	synchronized Report report(Instant now, Duration length) {
		samples.removeIf(sample -> Duration.between(sample.at, now).compareTo(length) > 0);
		List<Duration> sorted = samples.stream().map(Sample::duration).sorted().toList();
		long failures = sorted.stream().filter(FAILED::equals).count();
		Duration p95 = sorted.isEmpty() ? Duration.ZERO : sorted.get((int) Math.ceil(sorted.size() * 0.95) - 1);
		return new Report(sorted.size(), failures, p95, failures > 0 ? lastFailure : "");
	}

	private void add(Sample sample) {
		running = false;
		samples.add(sample);
		if (samples.size() > MOST) {
			samples.remove();
		}
	}

	private record Sample(Instant at, Duration duration) {
	}

	/**
	 * @param count how many probes ended
	 * @param failures how many of them failed
	 * @param p95 the 95th percentile
	 * @param lastFailure why the last failed one did
	 */
	public record Report(int count, long failures, Duration p95, String lastFailure) {

		/** Whether the percentile is a time, not a failure. */
		public boolean isMeasured() {
			return count > 0 && !p95.equals(FAILED);
		}

		boolean meets(Duration limit) {
			return count >= LEAST && p95.compareTo(limit) < 0;
		}

		String describe(SelfProbes.Target target) {
			String failed = failures == 0 ? "" : ", " + failures + " failed: " + lastFailure;
			if (count < LEAST) {
				return count + " of " + LEAST + " probes" + failed;
			}
			if (p95.equals(FAILED)) {
				return "p95 not measurable" + failed;
			}
			return "p95 %.1f ms of %d ms".formatted(p95.toNanos() / 1e6, target.limit().toMillis()) + failed;
		}

	}

}
