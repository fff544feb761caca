package org.web3ecosystem.bench.names;

import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/**
 * The zone that all servers have, one address for each of many names, and one that Knot
 * has alone and others ask it for.
 */
final class Zone {

	static final String NAME = "bench.internal";

	static final String SIGNED = "signed";

	/** As a zone file {@value}. */
	static final String ELSEWHERE = "elsewhere.example";

	static final Duration TTL = Duration.ofMinutes(5);

	private Zone() {
	}

	static String name(int number) {
		return "host-" + number + "." + NAME;
	}

	static InetAddress address(int number) {
		try {
			return InetAddress
				.getByAddress(new byte[] { 10, (byte) (number >>> 16), (byte) (number >>> 8), (byte) number });
		}
		catch (UnknownHostException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	/** As a signed zone file, {@value #SIGNED}. */
	static void write(Path directory, int names) throws IOException, InterruptedException {
		Path file = directory.resolve("plain");
		writePlain(file, NAME, names);
		run(directory, "dnssec-keygen", "-q", "-a", "ECDSAP256SHA256", "-f", "KSK", NAME);
		run(directory, "dnssec-keygen", "-q", "-a", "ECDSAP256SHA256", NAME);
		run(directory, "dnssec-signzone", "-S", "-P", "-Q", "-o", NAME, "-f", SIGNED, file.toString());
	}

	private static void run(Path directory, String... command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("signing").toFile())
			.start();
		if (process.waitFor() != 0) {
			throw new IOException(command[0] + " failed: " + Files.readString(directory.resolve("signing")));
		}
	}

	/** The one elsewhere. */
	static void writeElsewhere(Path directory, int names) throws IOException {
		writePlain(directory.resolve(ELSEWHERE), ELSEWHERE, names);
	}

	private static void writePlain(Path file, String zone, int names) throws IOException {
		try (BufferedWriter out = Files.newBufferedWriter(file)) {
			out.write("$ORIGIN " + zone + ".\n$TTL " + TTL.toSeconds() + "\n");
			out.write(
					"@ IN SOA node1.node hostmaster 1 3600 600 86400 60\n@ IN NS node1.node\nnode1.node IN A 127.0.0.1\n");
			for (int i = 0; i < names; i++) {
				out.write("host-" + i + " IN A " + address(i).getHostAddress() + "\n");
			}
		}
	}

	/** Questions for {@code dnsperf}, each name once, in no order. */
	static void writeQuestions(Path file, int names, IntFunction<String> name) throws IOException {
		int[] order = new int[names];
		SplittableRandom random = new SplittableRandom(1);
		for (int i = 0; i < names; i++) {
			int other = random.nextInt(i + 1);
			order[i] = order[other];
			order[other] = i;
		}
		try (BufferedWriter out = Files.newBufferedWriter(file)) {
			for (int each : order) {
				out.write(name.apply(each) + " A\n");
			}
		}
	}

}
