package org.web3ecosystem.bench.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the threads of some processes had used of the processors at one moment, by Linux's
 * {@code /proc} (proc(5)). Threads that have ended since are not among them.
 */
record ThreadTimes(Map<String, Used> threads, long at) {

	/** Of the fields after the name. */
	private static final int USER = 11;

	private static final int SYSTEM = 12;

	/** USER_HZ of Linux. */
	private static final long TICKS = 100;

	private record Used(String name, long ticks) {
	}

	static ThreadTimes of(Iterable<Long> processes) throws IOException {
		Map<String, Used> threads = new HashMap<>();
		for (long process : processes) {
			try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(process), "task"))) {
				tasks.forEach(task -> read(task, threads));
			}
		}
		return new ThreadTimes(threads, System.nanoTime());
	}

	private static void read(Path task, Map<String, Used> threads) {
		try {
			String line = Files.readString(task.resolve("stat"));
			int end = line.lastIndexOf(')');
			String[] rest = line.substring(end + 2).split(" ");
			threads.put(task.toString(), new Used(line.substring(line.indexOf('(') + 1, end),
					Long.parseLong(rest[USER]) + Long.parseLong(rest[SYSTEM])));
		}
		catch (IOException ended) {
			// between the list and the look
		}
	}

	/**
	 * Processors used since then on average, by names of threads without their numbers,
	 * most first.
	 */
	Map<String, Double> since(ThreadTimes before) {
		double ticks = TICKS * (at - before.at) / (double) Duration.ofSeconds(1).toNanos();
		Map<String, Double> groups = threads.entrySet()
			.stream()
			.collect(Collectors.groupingBy(thread -> thread.getValue().name().replaceAll("[0-9]+", "#"), Collectors
				.summingDouble(thread -> (thread.getValue().ticks() - before.ticks(thread.getKey())) / ticks)));
		Map<String, Double> sorted = new LinkedHashMap<>();
		groups.entrySet()
			.stream()
			.sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
			.forEach(group -> sorted.put(group.getKey(), group.getValue()));
		return sorted;
	}

	private long ticks(String thread) {
		Used used = threads.get(thread);
		return used == null ? 0 : used.ticks();
	}

}
