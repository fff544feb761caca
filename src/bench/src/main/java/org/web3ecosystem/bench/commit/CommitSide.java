package org.web3ecosystem.bench.commit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import org.web3ecosystem.bootstrap.signature.Signatures;

/**
 * One contender in a process of its own: does what each line of its input says, and
 * answers with a line that begins with {@value #MARK}. Whatever else is printed goes to
 * the error stream.
 */
public final class CommitSide {

	/** The engine prints as well. */
	static final String MARK = "= ";

	static final String SHARES = "shares";

	private static final PrintStream ANSWERS = System.out;

	private CommitSide() {
	}

	/** What it is, the number of replicas and an empty directory. */
	public static void main(String[] arguments) throws Exception {
		System.setOut(System.err);
		// as a node does
		Signatures.prefer(Optional.empty());
		int n = Integer.parseInt(arguments[1]);
		try (Contender contender = contender(arguments[0], Path.of(arguments[2]), n)) {
			while (!contender.isActive()) {
				LockSupport.parkNanos(20_000_000);
			}
			say("active");
			Load load = new Load(contender, n);
			BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
			for (String line = input.readLine(); line != null; line = input.readLine()) {
				say(answer(load, line.split(" ")));
			}
		}
		System.exit(0);
	}

	private static Contender contender(String name, Path directory, int n)
			throws IOException, GeneralSecurityException {
		return switch (name) {
			case "bare" -> new BareSide(directory, n);
			case "adapter" -> new AdapterSide(directory, n);
			case "ledger" -> new LedgerSide(directory, n);
			default -> throw new IllegalArgumentException("bare, adapter or ledger, not " + name);
		};
	}

	private static String answer(Load load, String[] words) throws Exception {
		int inFlight = Integer.parseInt(words[0]);
		Duration time = Duration.ofMillis(Long.parseLong(words[1]));
		if (words.length > 2 && words[2].equals(SHARES)) {
			return Shares.during(() -> load.run(inFlight, time))
				.entrySet()
				.stream()
				.map(share -> String.format(Locale.ROOT, "%s %.1f %%", share.getKey(), 100 * share.getValue()))
				.collect(Collectors.joining("; "));
		}
		return load.run(inFlight, time).line();
	}

	private static void say(String answer) {
		ANSWERS.println(MARK + answer);
		ANSWERS.flush();
	}

}
