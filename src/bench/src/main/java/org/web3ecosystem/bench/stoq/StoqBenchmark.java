package org.web3ecosystem.bench.stoq;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.web3ecosystem.bench.stoq.Measure.Figure;

/**
 * STOQ beside what a node could use in its place, all in one run, one round of each after
 * the other, each side of each peer in a process of its own. Prints Markdown: medians of
 * the rounds, what the processors had to do, and ratios of the same round. Needs Linux:
 * epoll, and resident sizes from {@code /proc}.
 */
public final class StoqBenchmark {

	private static final int ROUNDS = 5;

	private static final int SECONDS = 3;

	private static final int IDLE = 500;

	private static final String LOGGING = "org/web3ecosystem/bench/stoq/logback.xml";

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	private final Path directory;

	private final Set<Measure> wanted;

	private final int rounds;

	private final int seconds;

	private final Results results = new Results();

	private StoqBenchmark(Path directory, Set<Measure> wanted, int rounds, int seconds) {
		this.directory = directory;
		this.wanted = wanted;
		this.rounds = rounds;
		this.seconds = seconds;
	}

	/** How many rounds and seconds for each, and which measures, if other than usual. */
	public static void main(String[] arguments) throws Exception {
		Path directory = Files.createTempDirectory("stoq-bench");
		try {
			Federation.found(directory);
			EnumSet<Measure> wanted = EnumSet.allOf(Measure.class);
			if (arguments.length > 2) {
				wanted = EnumSet.noneOf(Measure.class);
				Stream.of(arguments).skip(2).map(Measure::valueOf).forEach(wanted::add);
			}
			new StoqBenchmark(directory, wanted, number(arguments, 0, ROUNDS), number(arguments, 1, SECONDS)).run();
		}
		finally {
			delete(directory);
		}
	}

	private static int number(String[] arguments, int index, int otherwise) {
		return (arguments.length > index) ? Integer.parseInt(arguments[index]) : otherwise;
	}

	private void run() throws IOException, InterruptedException {
		Optional<Path> go = QuicGo.build(directory);
		System.out.println("Medians of " + rounds + " rounds of " + seconds + " s; Java " + Runtime.version()
				+ ". Load average before: " + load() + ".\n");
		heading();
		List<Pair> pairs = new ArrayList<>();
		try {
			for (Kind kind : Kind.values()) {
				pairs.add(new Pair(kind.title(), java(kind), directory));
			}
			if (go.isPresent()) {
				pairs.add(new Pair(QuicGo.TITLE, List.of(go.get().toString(), directory.toString()), directory));
			}
			for (Measure measure : wanted) {
				measure(measure, pairs.stream().filter(pair -> does(pair.title(), measure)).toList());
			}
		}
		finally {
			pairs.forEach(Pair::close);
		}
		if (wanted.contains(Measure.IDLE)) {
			idle(go);
		}
		System.out.println();
		new Goals(results).print();
		System.out.println("\nLoad average after: " + load() + ".");
	}

	private static void heading() {
		System.out
			.println("| what | with | median | least to most | 99 of 100 | processor time for one | to tcnative |");
		System.out.println("|---|---|---|---|---|---|---|");
	}

	/**
	 * Over TCP alone no connection is made by STOQ: QUIC is dialled first, and how long
	 * that is waited for is a setting.
	 */
	private static boolean does(String peer, Measure measure) {
		boolean falcon = peer.equals(Kind.STOQ_FALCON.title());
		boolean overTcp = peer.equals(Kind.STOQ_TCP.title());
		boolean tls = peer.equals(Kind.TCNATIVE.title()) || peer.equals(Kind.JDK.title());
		return switch (measure) {
			case CONNECT -> !overTcp;
			case REQUEST, BULK_1 -> !falcon;
			case REQUEST_DIRECT, MESSAGE, MESSAGE_DIRECT -> peer.equals(Kind.STOQ.title()) || overTcp;
			case BULK_8 -> !falcon && !tls;
			case IDLE -> !falcon && !overTcp;
		};
	}

	private void measure(Measure measure, List<Pair> pairs) throws IOException {
		if (measure == Measure.IDLE) {
			return;
		}
		for (int round = -1; round < rounds; round++) {
			for (Pair pair : pairs) {
				var reading = pair.measure(measure.command(1000L * seconds * ((round < 0) ? warmUp(measure) : 1)));
				if (round >= 0) {
					results.add(measure, pair.title(), measure.figure(reading));
				}
			}
		}
		results.print(measure);
	}

	/** How much longer the first round is, which is for the compilers. */
	private static int warmUp(Measure measure) {
		return (measure == Measure.CONNECT) ? 10 : 2;
	}

	/** New processes each time: what was allocated once is not given back. */
	private void idle(Optional<Path> go) throws IOException {
		for (int round = 0; round < rounds; round++) {
			for (Kind kind : Kind.values()) {
				if (does(kind.title(), Measure.IDLE)) {
					idle(kind.title(), java(kind, "-XX:+AlwaysPreTouch", "-XX:TieredStopAtLevel=1"));
				}
			}
			if (go.isPresent()) {
				idle(QuicGo.TITLE, List.of(go.get().toString(), directory.toString()));
			}
		}
		results.print(Measure.IDLE);
	}

	private void idle(String title, List<String> command) throws IOException {
		try (Pair pair = new Pair(title, command, directory)) {
			pair.measure(Measure.CONNECT.command(1000));
			results.add(Measure.IDLE, title, new Figure(pair.hold(IDLE) / 1024, Double.NaN, Double.NaN));
		}
	}

	private List<String> java(Kind kind, String... options) {
		List<String> command = new ArrayList<>(
				List.of(JAVA, "-Xms256m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=1g",
						"-Dlogback.configurationFile=" + LOGGING, "--enable-native-access=ALL-UNNAMED"));
		command.addAll(List.of(options));
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), Side.class.getName(), kind.name(),
				directory.toString()));
		return command;
	}

	private static String load() throws IOException {
		return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
	}

	private static void delete(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
		}
	}

}
