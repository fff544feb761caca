package org.web3ecosystem.bench.names;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Our name server beside Knot, NSD, Unbound and BIND with the same names, one worker
 * each, in one run, a round of each after the other. Prints Markdown: medians, spread,
 * ratios to Knot of the same round, and the goals.
 */
public final class NamesBenchmark {

	private static final int ROUNDS = 5;

	private static final int SECONDS = 4;

	private static final int NAMES = 100_000;

	/** As many as are asked for often; there are other kinds of days. */
	private static final int ELSEWHERE = 1000;

	/** The first round is longer and not counted: it is for the compilers. */
	private static final int WARM_UP = 4;

	private final Path directory;

	private final int rounds;

	private final Duration each;

	private final Set<Kind> kinds;

	private final Set<Server> wanted;

	private final Map<Kind, Map<Server, List<Round>>> results = new EnumMap<>(Kind.class);

	private enum Kind {

		UDP("addresses over UDP"), SIGNED("signed addresses over UDP", "-D"),
		ABSENT("names that do not exist, over UDP"), TCP("addresses over TCP", "-m", "tcp"),
		CACHED("other people's names that were asked for before, over UDP");

		private final String title;

		private final List<String> options;

		/**
		 * @param options of {@code dnsperf}
		 */
		Kind(String title, String... options) {
			this.title = title;
			this.options = List.of(options);
		}

		/** Only who asks others has their names. */
		private boolean isFor(Server server) {
			return this != CACHED || server == Server.OURS || server == Server.UNBOUND;
		}

		/** With whom all are compared. */
		private Server peer() {
			return this == CACHED ? Server.UNBOUND : Server.KNOT;
		}

	}

	/**
	 * One of one server.
	 *
	 * @param processor of a query, in microseconds
	 * @param perSecond as many as dnsperf saw
	 * @param lost of all queries
	 * @param median of a round trip, in microseconds; none but over UDP
	 * @param late 99 of 100 took less
	 */
	private record Round(double processor, double perSecond, long lost, double median, double late) {
	}

	private NamesBenchmark(Path directory, int rounds, Duration each, Set<Kind> kinds, Set<Server> wanted) {
		this.kinds = kinds;
		this.wanted = wanted;
		this.directory = directory;
		this.rounds = rounds;
		this.each = each;
	}

	/**
	 * How many rounds and seconds for each, and which kinds and servers alone, if other
	 * than usual.
	 */
	public static void main(String[] arguments) throws Exception {
		int rounds = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : ROUNDS;
		int seconds = (arguments.length > 1) ? Integer.parseInt(arguments[1]) : SECONDS;
		Path directory = Files.createTempDirectory("names-bench");
		try {
			List<String> named = List.of(arguments).subList(Math.min(2, arguments.length), arguments.length);
			new NamesBenchmark(directory, rounds, Duration.ofSeconds(seconds), wanted(Kind.class, named),
					wanted(Server.class, named))
				.run();
		}
		finally {
			delete(directory);
		}
	}

	/** Those that are named, or all if none is. */
	private static <E extends Enum<E>> Set<E> wanted(Class<E> type, List<String> named) {
		Set<E> wanted = EnumSet.allOf(type);
		wanted.removeIf(each -> !named.contains(each.name()));
		return wanted.isEmpty() ? EnumSet.allOf(type) : wanted;
	}

	private void run() throws Exception {
		System.out.printf(Locale.ROOT,
				"Medians of %d rounds of %d s, %d names; Java %s; %d processors. Load average before: %.2f.%n", rounds,
				each.toSeconds(), NAMES, Runtime.version(), Runtime.getRuntime().availableProcessors(), load());
		Zone.write(directory, NAMES);
		Path present = directory.resolve("present");
		Path absent = directory.resolve("absent");
		Zone.writeQuestions(present, NAMES, Zone::name);
		Zone.writeQuestions(absent, NAMES, number -> "no-" + number + "." + Zone.NAME);
		Path elsewhere = directory.resolve("cached");
		Zone.writeElsewhere(directory, ELSEWHERE);
		Zone.writeQuestions(elsewhere, ELSEWHERE, number -> "host-" + number + "." + Zone.ELSEWHERE);
		Map<Kind, Path> questions = Map.of(Kind.UDP, present, Kind.SIGNED, present, Kind.ABSENT, absent, Kind.TCP,
				present, Kind.CACHED, elsewhere);
		List<Running> servers = new ArrayList<>();
		try {
			int upstream = freePort();
			for (Server server : wanted) {
				start(server, (server == Server.KNOT) ? upstream : freePort(), upstream, servers);
			}
			for (int round = -1; round < rounds; round++) {
				for (Kind kind : kinds) {
					for (Running server : servers) {
						if (kind.isFor(server.server())) {
							measure(kind, server, Objects.requireNonNull(questions.get(kind)), round >= 0);
						}
					}
				}
			}
		}
		finally {
			servers.forEach(Running::close);
		}
		for (Kind kind : kinds) {
			print(kind);
		}
		goals();
		System.out.printf(Locale.ROOT, "%nLoad average after: %.2f.%n", load());
	}

	private void start(Server server, int port, int upstream, List<Running> servers) throws IOException {
		try {
			servers.add(Running.start(server, directory.resolve(server.name()), port, NAMES, upstream));
		}
		catch (IOException missing) {
			System.out.println("Without " + server.title() + ": " + missing.getMessage());
		}
	}

	private void measure(Kind kind, Running server, Path questions, boolean counted)
			throws IOException, InterruptedException {
		if (!counted) {
			DnsPerf.once(server.port(), questions, kind.options);
		}
		Duration length = counted ? each : each.multipliedBy(WARM_UP);
		double before = server.used();
		DnsPerf.Outcome outcome = DnsPerf.run(server.port(), questions, length, kind.options);
		if (counted && kind != Kind.ABSENT && !outcome.codes().contains("NOERROR %d ".formatted(outcome.completed()))) {
			System.out.println("Not all was answered well: " + server.server().title() + outcome.codes());
		}
		double processor = (server.used() - before) / outcome.completed();
		double[] taken = { Double.NaN };
		if (kind == Kind.UDP) {
			try (RoundTrips client = new RoundTrips(server.port(), NAMES)) {
				taken = client.run(length.dividedBy(2));
			}
		}
		if (counted) {
			results.computeIfAbsent(kind, none -> new EnumMap<>(Server.class))
				.computeIfAbsent(server.server(), none -> new ArrayList<>())
				.add(new Round(processor, outcome.perSecond(), outcome.lost(), taken[taken.length / 2],
						taken[taken.length * 99 / 100]));
		}
	}

	private void print(Kind kind) {
		Map<Server, List<Round>> all = results.getOrDefault(kind, Map.of());
		System.out.printf("%n| %s | processor time of a query | least to most | queries per processor second, to %s "
				+ "| queries/s seen | lost | round trip, median | 99 of 100 |%n|---|---|---|---|---|---|---|---|%n",
				kind.title, kind.peer().title());
		all.forEach((server, of) -> System.out.printf(Locale.ROOT,
				"| %s | %.2f µs | %.2f to %.2f | %.2fx | %.0f | %d | %s | %s |%n", server.title(),
				median(of.stream().map(Round::processor).toList()),
				of.stream().mapToDouble(Round::processor).min().orElse(0),
				of.stream().mapToDouble(Round::processor).max().orElse(0),
				perProcessorSecond(kind, server, kind.peer()), median(of.stream().map(Round::perSecond).toList()),
				of.stream().mapToLong(Round::lost).sum(), micros(median(of.stream().map(Round::median).toList())),
				micros(median(of.stream().map(Round::late).toList()))));
	}

	private static String micros(double value) {
		return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.1f µs", value);
	}

	private void goals() {
		System.out.println("\n| goal | aim | measured | |\n|---|---|---|---|");
		goal("queries per processor second to Knot", true, 0.9, perProcessorSecond(Kind.UDP, Server.OURS, Server.KNOT));
		goal("queries per processor second to BIND", true, 1.2, perProcessorSecond(Kind.UDP, Server.OURS, Server.BIND));
		goal("signed answers per processor second to Knot", true, 0.8,
				perProcessorSecond(Kind.SIGNED, Server.OURS, Server.KNOT));
		goal("others' names per processor second to Unbound", true, 0.8,
				perProcessorSecond(Kind.CACHED, Server.OURS, Server.UNBOUND));
		List<Round> ours = of(Kind.UDP, Server.OURS);
		List<Round> theirs = of(Kind.UDP, Server.KNOT);
		List<Double> late = new ArrayList<>();
		for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
			late.add(ours.get(i).late() / theirs.get(i).late());
		}
		goal("99 of 100 round trips to Knot", false, 1.5, median(late));
	}

	private static void goal(String what, boolean atLeast, double aim, double measured) {
		boolean met = atLeast ? measured >= aim : measured <= aim;
		System.out.printf(Locale.ROOT, "| %s | %s %.2fx | %s | %s |%n", what, atLeast ? "≥" : "≤", aim,
				Double.isNaN(measured) ? "not measured" : String.format(Locale.ROOT, "%.2fx", measured),
				Double.isNaN(measured) ? "" : met ? "met" : "missed");
	}

	/** Median of the ratios of each round. */
	private double perProcessorSecond(Kind kind, Server one, Server other) {
		List<Round> ours = of(kind, one);
		List<Round> theirs = of(kind, other);
		List<Double> ratios = new ArrayList<>();
		for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
			ratios.add(theirs.get(i).processor() / ours.get(i).processor());
		}
		return median(ratios);
	}

	private List<Round> of(Kind kind, Server server) {
		return results.getOrDefault(kind, Map.of()).getOrDefault(server, List.of());
	}

	private static double median(List<Double> values) {
		double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		return (sorted.length == 0) ? Double.NaN : sorted[sorted.length / 2];
	}

	private static double load() {
		return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
	}

	private static int freePort() throws IOException {
		try (DatagramSocket socket = new DatagramSocket()) {
			return socket.getLocalPort();
		}
	}

	private static void delete(Path directory) throws IOException {
		List<Path> all;
		try (Stream<Path> found = Files.walk(directory)) {
			all = found.sorted(Comparator.reverseOrder()).toList();
		}
		for (Path each : all) {
			Files.delete(each);
		}
	}

}
