package org.web3ecosystem.bench.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Four processes, one for each node of a new federation. */
final class Fleet implements AutoCloseable {

	private static final int SIZE = 4;

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	/** By itself it would log everything, to the pipe that the answers come from. */
	private static final String LOGGING = "org/web3ecosystem/bench/stoq/logback.xml";

	private final List<Process> processes = new ArrayList<>();

	private final Path directory;

	private final int offset;

	private Fleet(Path directory, int offset) {
		this.directory = directory;
		this.offset = offset;
	}

	/** Founds one with the packaged jar and starts nothing yet. */
	static Fleet found(Path jar, int offset) throws IOException, InterruptedException {
		Path directory = Files.createTempDirectory("bench").resolve("federation");
		Process init = new ProcessBuilder(JAVA, "-jar", jar.toString(), "init", "--validators=" + SIZE,
				"--dir=" + directory, "--port-offset=" + offset)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		if (init.waitFor() != 0) {
			throw new IOException("init failed");
		}
		return new Fleet(directory, offset);
	}

	/** The engine behind our interface alone; returns when every replica is active. */
	Fleet startEngines() throws IOException {
		for (int number = 1; number <= SIZE; number++) {
			start(number, ProcessBuilder.Redirect.PIPE, "-Dlogback.configurationFile=" + LOGGING, "-cp",
					System.getProperty("java.class.path"), "--enable-native-access=ALL-UNNAMED",
					EngineReplica.class.getName(), home(number).toString());
		}
		for (Process process : processes) {
			await(process.inputReader(), "active");
		}
		return this;
	}

	/** Whole nodes, with settings as their command line has them. */
	Fleet startNodes(Path jar, String... settings) throws IOException {
		for (int number = 1; number <= SIZE; number++) {
			List<String> arguments = new ArrayList<>(List.of("-jar", jar.toString(), "node",
					"--web3.node.home=" + home(number), "--web3.platform.operator-certificate=true"));
			arguments.addAll(List.of(settings));
			start(number, ProcessBuilder.Redirect.to(directory.resolve("node" + number + ".log").toFile()),
					arguments.toArray(String[]::new));
		}
		return this;
	}

	private void start(int number, ProcessBuilder.Redirect output, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(JAVA, "-Xmx1g"));
		command.addAll(List.of(arguments));
		processes.add(new ProcessBuilder(command).redirectOutput(output)
			.redirectError(directory.resolve("node" + number + ".err").toFile())
			.start());
	}

	/** Gives each replica a load at once and adds up what came back. */
	long load(int inFlight, int seconds) throws IOException {
		for (Process process : processes) {
			Writer writer = process.outputWriter();
			writer.write(inFlight + " " + seconds + "\n");
			writer.flush();
		}
		long sum = 0;
		for (Process process : processes) {
			sum += Long.parseLong(number(process.inputReader()));
		}
		return sum;
	}

	/** The engine prints as well. */
	private static String number(BufferedReader reader) throws IOException {
		for (String line = reader.readLine(); line != null; line = reader.readLine()) {
			if (line.matches("[0-9]+")) {
				return line;
			}
		}
		throw new IOException("a replica ended");
	}

	private static void await(BufferedReader reader, String word) throws IOException {
		for (String line = reader.readLine(); line != null; line = reader.readLine()) {
			if (line.equals(word)) {
				return;
			}
		}
		throw new IOException("a replica ended before it was " + word);
	}

	int size() {
		return SIZE;
	}

	/** Their ids, in order. */
	List<Long> processes() {
		return processes.stream().map(Process::pid).toList();
	}

	Path home(int number) {
		return directory.resolve("node" + number);
	}

	Path root() {
		return directory.resolve("root.pem");
	}

	int https(int number) {
		return port(8443, number);
	}

	int http(int number) {
		return port(8080, number);
	}

	int dns(int number) {
		return port(8053, number);
	}

	private int port(int base, int number) {
		return base + offset + 100 * (number - 1);
	}

	/** What all processes have used of the processors. */
	Duration processorTime() {
		return processes.stream()
			.map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
			.reduce(Duration.ZERO, Duration::plus);
	}

	@Override
	public void close() {
		processes.forEach(Process::destroy);
		try {
			for (Process process : processes) {
				if (!process.waitFor(20, TimeUnit.SECONDS)) {
					process.destroyForcibly();
				}
			}
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
		}
		try (Stream<Path> files = Files.walk(directory.getParent())) {
			files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
		}
		catch (IOException left) {
			System.err.println("left behind: " + left.getMessage());
		}
	}

}
