package org.web3ecosystem.bench.stoq;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;

/**
 * One side of one peer, in a process of its own: does what each line of its input says,
 * and answers with a line that begins with {@value #MARK}. Whatever else is printed goes
 * to the error stream.
 */
public final class Side {

	/** Libraries print as well. */
	static final String MARK = "= ";

	private static final PrintStream ANSWERS = System.out;

	private Side() {
	}

	/**
	 * The kind, the directory of the federation, and on the dialling side the other's
	 * address.
	 */
	public static void main(String[] arguments) throws Exception {
		System.setOut(System.err);
		InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
		Kind kind = Kind.valueOf(arguments[0]);
		Federation federation = Federation.enter(Path.of(arguments[1]));
		if (arguments.length == 2) {
			answer(kind, federation);
		}
		else {
			call(kind, federation, arguments[2]);
		}
		System.exit(0);
	}

	private static void answer(Kind kind, Federation federation) throws IOException {
		try (Answerer answerer = kind.answerer(federation)) {
			say(answerer.address());
			BufferedReader input = input();
			for (String line = input.readLine(); line != null; line = input.readLine()) {
				say(Long.toString(heap()));
			}
		}
	}

	private static void call(Kind kind, Federation federation, String address)
			throws IOException, GeneralSecurityException {
		try (Caller caller = kind.caller(federation, address)) {
			say("ready");
			Load load = new Load(caller);
			BufferedReader input = input();
			for (String line = input.readLine(); line != null; line = input.readLine()) {
				say(answer(load, caller, line.split(" ")));
			}
		}
	}

	private static String answer(Load load, Caller caller, String[] words) {
		Duration time = Duration.ofMillis((words.length > 1) ? Long.parseLong(words[1]) : 0);
		return switch (words[0]) {
			case "connect" -> load.connect(time).toString();
			case "request" -> load.exchange(caller.requests(), time).toString();
			case "request-direct" -> load.exchange(caller.directRequests(), time).toString();
			case "message-direct" -> load.exchange(caller.directMessages(), time).toString();
			case "message" -> load.exchange(caller.messages(), time).toString();
			case "bulk" -> load.download(Integer.parseInt(words[2]), time).toString();
			case "hold" -> {
				caller.hold(Integer.parseInt(words[1]));
				yield Long.toString(heap());
			}
			case "memory" -> Long.toString(heap());
			default -> throw new IllegalArgumentException("not understood: " + words[0]);
		};
	}

	private static BufferedReader input() {
		return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
	}

	private static void say(String what) {
		ANSWERS.println(MARK + what);
	}

	/** What is used in the Java heap, whose pages the process has from the start. */
	private static long heap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
