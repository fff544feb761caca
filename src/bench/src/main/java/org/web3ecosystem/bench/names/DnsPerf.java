package org.web3ecosystem.bench.names;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs {@code dnsperf} and reads what it prints. */
final class DnsPerf {

	private static final Pattern COMPLETED = Pattern.compile("Queries completed:\\s+(\\d+)");

	private static final Pattern LOST = Pattern.compile("Queries lost:\\s+(\\d+)");

	private static final Pattern PER_SECOND = Pattern.compile("Queries per second:\\s+([0-9.]+)");

	private DnsPerf() {
	}

	/**
	 * What came of it.
	 *
	 * @param codes the line with how many there were of each rcode
	 */
	record Outcome(long completed, long lost, double perSecond, String codes) {
	}

	/** Each question once, so that what is made at the first is not measured. */
	static void once(int port, Path questions, List<String> options) throws IOException, InterruptedException {
		run(port, questions, List.of("-n", "1"), options);
	}

	static Outcome run(int port, Path questions, Duration length, List<String> options)
			throws IOException, InterruptedException {
		return run(port, questions, List.of("-l", String.valueOf(length.toSeconds())), options);
	}

	private static Outcome run(int port, Path questions, List<String> limit, List<String> options)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("dnsperf", "-s", "127.0.0.1", "-p", String.valueOf(port), "-d",
				questions.toString(), "-c", "8", "-q", "100", "-e"));
		command.addAll(limit);
		command.addAll(options);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IOException("dnsperf failed: " + output);
		}
		return new Outcome((long) number(COMPLETED, output), (long) number(LOST, output), number(PER_SECOND, output),
				output.lines().filter(line -> line.contains("Response codes")).findFirst().orElse(""));
	}

	private static double number(Pattern pattern, String output) throws IOException {
		Matcher matcher = pattern.matcher(output);
		if (!matcher.find()) {
			throw new IOException("dnsperf did not say " + pattern + ": " + output);
		}
		return Double.parseDouble(matcher.group(1));
	}

}
