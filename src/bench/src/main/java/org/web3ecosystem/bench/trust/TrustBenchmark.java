package org.web3ecosystem.bench.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import org.shredzone.acme4j.exception.AcmeException;
import org.web3ecosystem.bootstrap.signature.Signatures;

/**
 * What issuing, judging and logging certificates costs beside what it is made of, and an
 * ACME order beside Pebble's, all in one run, a round of each after the other. Prints
 * Markdown: medians, spread, processor time of one, and the goals.
 */
public final class TrustBenchmark {

	private static final int ROUNDS = 5;

	private static final int SECONDS = 3;

	/** The first round is longer and not counted: it is for the compilers. */
	private static final int WARM_UP = 3;

	private final Path directory;

	private final int rounds;

	private final Duration each;

	private final Set<Part> wanted;

	private final Series series = new Series();

	private TrustBenchmark(Path directory, int rounds, Duration each, Set<Part> wanted) {
		this.directory = directory;
		this.rounds = rounds;
		this.each = each;
		this.wanted = wanted;
	}

	private enum Part {

		ISSUE, PATH, LOG, ORDER

	}

	/**
	 * How many rounds and seconds for each, and what alone is wanted, if other than
	 * usual.
	 */
	public static void main(String[] arguments) throws Exception {
		int rounds = number(arguments, 0, ROUNDS);
		Duration each = Duration.ofSeconds(number(arguments, 1, SECONDS));
		Path directory = Files.createTempDirectory("trust-bench");
		try {
			Set<Part> wanted = EnumSet.allOf(Part.class);
			if (arguments.length > 2) {
				wanted = EnumSet.noneOf(Part.class);
				for (String name : List.of(arguments).subList(2, arguments.length)) {
					wanted.add(Part.valueOf(name));
				}
			}
			new TrustBenchmark(directory, rounds, each, wanted).run();
		}
		finally {
			delete(directory);
		}
	}

	private void run() throws Exception {
		Signatures.Preferred by = Signatures.prefer(Optional.empty());
		System.out.printf(Locale.ROOT,
				"Medians of %d rounds of %d s; Java %s; signatures by %s. Load average before: %.2f.%n%n", rounds,
				each.toSeconds(), Runtime.version(), by.provider(), Processor.load());
		Ordering ordering = new Ordering(directory.resolve("acme"), series);
		try (Trust trust = Trust.found(directory.resolve("node1"))) {
			Issuing issuing = new Issuing(trust, series);
			Validating validating = new Validating(trust, series);
			Appending appending = new Appending(directory, series);
			for (int round = -1; round < rounds; round++) {
				round(round, issuing, validating, appending);
			}
			if (wanted.contains(Part.ORDER)) {
				order(ordering);
			}
			System.out.println("| what | median | least to most | processor time for one |");
			System.out.println("|---|---|---|---|");
			issuing.print();
			validating.print();
			ordering.print();
			appending.print();
		}
		series.printGoals();
		System.out.printf(Locale.ROOT, "%nLoad average after: %.2f.%n", Processor.load());
	}

	private void round(int round, Issuing issuing, Validating validating, Appending appending) throws Exception {
		Duration length = (round < 0) ? each.multipliedBy(WARM_UP) : each;
		if (wanted.contains(Part.ISSUE)) {
			issuing.round(length, round >= 0);
		}
		if (wanted.contains(Part.PATH)) {
			for (int times = (round < 0) ? 2 * WARM_UP : 1; times > 0; times--) {
				validating.round(issuing.issued(Validating.LEAVES), round >= 0);
			}
		}
		if (wanted.contains(Part.LOG)) {
			appending.round(round, length, round >= 0);
		}
	}

	/** What was measured before is told, whether this works or not. */
	private void order(Ordering ordering) throws InterruptedException, GeneralSecurityException {
		try {
			ordering.rounds(rounds);
		}
		catch (IOException | ExecutionException | AcmeException | IllegalStateException failure) {
			System.out.println("Without ACME orders: " + failure.getMessage() + "\n");
		}
	}

	private static int number(String[] arguments, int index, int otherwise) {
		return (arguments.length > index) ? Integer.parseInt(arguments[index]) : otherwise;
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
