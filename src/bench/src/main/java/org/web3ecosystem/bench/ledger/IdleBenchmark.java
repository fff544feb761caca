package org.web3ecosystem.bench.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What four nodes in phase 3 cost while nobody wants anything: processors by groups of
 * threads over the last half of the time, disk of each home as time goes, and the heap
 * that is left after a collection. Prints rows of Markdown. On Linux.
 */
public final class IdleBenchmark {

	/** Of processor for each node. */
	private static final double GOAL = 0.05;

	private static final int STEPS = 6;

	private static final int GROUPS = 15;

	private static final Pattern USED = Pattern.compile("used ([0-9]+)K");

	private IdleBenchmark() {
	}

	/** The packaged jar and, if wanted, for how many minutes and a port offset. */
	public static void main(String[] arguments) throws Exception {
		Path jar = Path.of(arguments[0]).toAbsolutePath();
		int minutes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30;
		int offset = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5_000;
		try (Fleet fleet = Fleet.found(jar, offset).startNodes(jar)) {
			for (int number = 1; number <= fleet.size(); number++) {
				Gateway.await(fleet, number);
			}
			new IdleBenchmark().watch(fleet, Duration.ofMinutes(minutes));
		}
	}

	private void watch(Fleet fleet, Duration time) throws IOException, InterruptedException {
		System.out.println("| after | disk of each home |");
		System.out.println("|---|---|");
		long begun = System.nanoTime();
		ThreadTimes half = ThreadTimes.of(fleet.processes());
		Duration used = fleet.processorTime();
		for (int step = 0; step <= STEPS; step++) {
			Duration at = time.multipliedBy(step).dividedBy(STEPS);
			await(begun + at.toNanos());
			if (2 * step == STEPS) {
				half = ThreadTimes.of(fleet.processes());
				used = fleet.processorTime();
			}
			System.out.printf("| %.1f min | %s |%n", at.toSeconds() / 60.0, disks(fleet));
		}
		double seconds = time.dividedBy(2).toMillis() / 1e3;
		double each = fleet.processorTime().minus(used).toMillis() / 1e3 / seconds / fleet.size();
		print(ThreadTimes.of(fleet.processes()).since(half), fleet.size());
		System.out.printf(Locale.ROOT, "| all | %.4f |%n%n", each);
		System.out.printf(Locale.ROOT, "%.4f of a processor for each node, aim at most %.2f: %s%n", each, GOAL,
				each <= GOAL ? "met" : "missed");
		System.out.println("heap after a collection: " + heaps(fleet));
		System.out.printf("load average %.1f%n", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
	}

	private static void await(long end) {
		for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

	private static void print(Map<String, Double> groups, int nodes) {
		System.out.printf("%n| threads, the last half | processor of each node |%n|---|---|%n");
		groups.entrySet()
			.stream()
			.limit(GROUPS)
			.forEach(group -> System.out.printf(Locale.ROOT, "| %s | %.4f |%n", group.getKey(),
					group.getValue() / nodes));
	}

	private static String disks(Fleet fleet) {
		return IntStream.rangeClosed(1, fleet.size())
			.mapToObj(number -> String.format(Locale.ROOT, "%.1f MB", bytes(fleet.home(number)) / 1e6))
			.collect(Collectors.joining(", "));
	}

	private static long bytes(Path home) {
		try (Stream<Path> files = Files.walk(home)) {
			return files.mapToLong(file -> file.toFile().isFile() ? file.toFile().length() : 0).sum();
		}
		catch (IOException | UncheckedIOException changing) {
			// a file went away while it was counted
			return -1;
		}
	}

	private static String heaps(Fleet fleet) throws IOException, InterruptedException {
		StringBuilder heaps = new StringBuilder();
		for (long process : fleet.processes()) {
			jcmd(process, "GC.run");
			Matcher used = USED.matcher(jcmd(process, "GC.heap_info"));
			heaps.append(used.find() ? Long.parseLong(used.group(1)) / 1024 + " MB " : "? ");
		}
		return heaps.toString();
	}

	private static String jcmd(long process, String command) throws IOException, InterruptedException {
		Process jcmd = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
				Long.toString(process), command))
			.redirectErrorStream(true)
			.start();
		String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		jcmd.waitFor();
		return said;
	}

}
