package org.web3ecosystem.bench.commit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import org.web3ecosystem.bench.commit.Load.Figure;

/**
 * Transactions a second, and the time from submission to commit, with 1 to 2000 on their
 * way, for one replica and for four in one process: the engine alone, the engine behind
 * our interface, and the ledger on it. Each in a process of its own, a round of each
 * after the other. Prints rows of Markdown, medians of the rounds, with ratios to the
 * engine alone; then where the ledger's processor time goes.
 */
public final class CommitBenchmark {

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	private static final String LOGGING = "org/web3ecosystem/bench/stoq/logback.xml";

	private static final List<String> NAMES = List.of("bare", "adapter", "ledger");

	private static final List<Integer> IN_FLIGHT = List.of(1, 16, 256, 2_000);

	/** For the compilers, with many on their way. */
	private static final Duration WARM_UP = Duration.ofSeconds(10);

	private static final double MIN_RATE = 0.7;

	private static final double MAX_MEDIAN = 1.3;

	/** Of four replicas with 256 on their way. */
	private static final double MAX_TAIL_MILLIS = 100;

	private final int rounds;

	private final Duration time;

	private final Duration warmUp;

	private CommitBenchmark(int rounds, Duration time, Duration warmUp) {
		this.rounds = rounds;
		this.time = time;
		this.warmUp = warmUp;
	}

	/** Rounds and seconds of each, if wanted; {@code short} is two of one second. */
	public static void main(String[] arguments) throws Exception {
		boolean brief = arguments.length > 0 && arguments[0].equals("short");
		int rounds = arguments.length > 1 ? Integer.parseInt(arguments[0]) : 3;
		int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4;
		CommitBenchmark benchmark = brief ? new CommitBenchmark(2, Duration.ofSeconds(1), Duration.ofSeconds(4))
				: new CommitBenchmark(rounds, Duration.ofSeconds(seconds), WARM_UP);
		System.out.printf("load average %.1f before%n%n", load());
		System.out
			.println("| replicas | on their way | | a second | to bare | p50 | to bare | p99 | processor for one |");
		System.out.println("|---|---|---|---|---|---|---|---|---|");
		for (int n : new int[] { 1, 4 }) {
			benchmark.run(n);
		}
		System.out.printf("%nload average %.1f after%n", load());
	}

	private static double load() {
		return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
	}

	private void run(int n) throws IOException, InterruptedException {
		List<Side> sides = new ArrayList<>();
		try {
			for (String name : NAMES) {
				sides.add(new Side(name, n));
			}
			for (Side side : sides) {
				side.run(256, warmUp);
			}
			for (int inFlight : IN_FLIGHT) {
				compare(sides, n, inFlight);
			}
			System.out.printf("%nledger, %d replicas, 256 on their way: %s%n%n", n,
					sides.getLast().ask("256 " + time.multipliedBy(2).toMillis() + " " + CommitSide.SHARES));
		}
		finally {
			for (Side side : sides) {
				side.close();
			}
		}
	}

	private void compare(List<Side> sides, int n, int inFlight) throws IOException {
		List<List<Figure>> figures = sides.stream().map(side -> (List<Figure>) new ArrayList<Figure>()).toList();
		for (int round = 0; round < rounds; round++) {
			for (int i = 0; i < sides.size(); i++) {
				figures.get(i).add(sides.get(i).run(inFlight, time));
			}
		}
		Figure bare = median(figures.getFirst());
		for (int i = 0; i < sides.size(); i++) {
			Figure figure = median(figures.get(i));
			boolean adapter = i == 1;
			System.out.printf(Locale.ROOT,
					"| %d | %d | %s | %.0f | %.2fx%s | %.0f ms | %.2fx%s | %.0f ms%s | %.0f µs |%n", n, inFlight,
					sides.get(i).name, figure.rate(), figure.rate() / bare.rate(),
					missed(adapter && figure.rate() < MIN_RATE * bare.rate()), figure.median(),
					figure.median() / bare.median(), missed(adapter && figure.median() > MAX_MEDIAN * bare.median()),
					figure.tail(), missed(adapter && n == 4 && inFlight == 256 && figure.tail() > MAX_TAIL_MILLIS),
					figure.processor());
		}
	}

	private static String missed(boolean goal) {
		return goal ? " missed" : "";
	}

	private static Figure median(List<Figure> figures) {
		return new Figure(median(figures, Figure::rate), median(figures, Figure::median), median(figures, Figure::tail),
				median(figures, Figure::processor));
	}

	private static double median(List<Figure> figures, ToDoubleFunction<Figure> part) {
		// in a round of a busy machine nothing may come back
		double[] sorted = figures.stream().mapToDouble(part).filter(Double::isFinite).sorted().toArray();
		return (sorted.length == 0) ? Double.NaN : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
	}

	/** A process with one contender. */
	private static final class Side {

		private final String name;

		private final Path directory;

		private final Process process;

		private final BufferedReader answers;

		Side(String name, int n) throws IOException {
			this.name = name;
			this.directory = Files.createTempDirectory("bench-" + name);
			this.process = new ProcessBuilder(JAVA, "-Xmx1500m", "-Dlogback.configurationFile=" + LOGGING, "-cp",
					System.getProperty("java.class.path"), "--enable-native-access=ALL-UNNAMED",
					CommitSide.class.getName(), name, Integer.toString(n), directory.toString())
				.redirectError(Path.of(System.getProperty("java.io.tmpdir"), "bench-" + name + n + ".err").toFile())
				.start();
			this.answers = process.inputReader();
			answer();
		}

		Figure run(int inFlight, Duration time) throws IOException {
			return Figure.parse(ask(inFlight + " " + time.toMillis()));
		}

		String ask(String question) throws IOException {
			Writer writer = process.outputWriter();
			writer.write(question + "\n");
			writer.flush();
			return answer();
		}

		private String answer() throws IOException {
			for (String line = answers.readLine(); line != null; line = answers.readLine()) {
				if (line.startsWith(CommitSide.MARK)) {
					return line.substring(CommitSide.MARK.length());
				}
			}
			throw new IOException(name + " ended, see bench-" + name + "*.err in the temporary directory");
		}

		void close() throws InterruptedException {
			process.destroy();
			if (!process.waitFor(20, TimeUnit.SECONDS)) {
				process.destroyForcibly();
			}
			try (Stream<Path> files = Files.walk(directory)) {
				files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
			}
			catch (IOException left) {
				System.err.println("left behind: " + left.getMessage());
			}
		}

	}

}
