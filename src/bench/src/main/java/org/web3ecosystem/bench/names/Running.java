package org.web3ecosystem.bench.names;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A name server that runs, and what it has used of the processor. */
final class Running implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/** Of {@code /proc/<pid>/stat}; a hundredth of a second on every Linux. */
	private static final double MICROS_OF_TICK = 10_000;

	private static final int USER_TIME = 11;

	private final Server server;

	private final Process process;

	private final int port;

	private Running(Server server, Process process, int port) {
		this.server = server;
		this.process = process;
		this.port = port;
	}

	/** Starts it, and waits until it answers. */
	static Running start(Server server, Path directory, int port, int names, int upstream) throws IOException {
		Files.createDirectories(directory);
		Files.createLink(directory.resolve("zone"), directory.resolveSibling(Zone.SIGNED));
		Path configuration = directory.resolve("configuration");
		Files.writeString(configuration, server.configuration(directory, port, upstream));
		Process process = new ProcessBuilder(server.command(configuration, port, names, upstream))
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("output").toFile())
			.start();
		Running running = new Running(server, process, port);
		try (RoundTrips client = new RoundTrips(port, names)) {
			long deadline = System.nanoTime() + PATIENCE.toNanos();
			while (!client.isAnswered()) {
				if (System.nanoTime() > deadline || !process.isAlive()) {
					running.close();
					throw new IOException(server.title() + " does not answer: "
							+ Files.readString(directory.resolve("output")).lines().limit(5).toList());
				}
			}
		}
		return running;
	}

	Server server() {
		return server;
	}

	int port() {
		return port;
	}

	/** Processor time of all its processes, in microseconds. */
	double used() throws IOException {
		try (Stream<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())) {
			double micros = 0;
			for (ProcessHandle each : all.toList()) {
				micros += used(each.pid());
			}
			return micros;
		}
	}

	private static double used(long pid) throws IOException {
		String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
		// the name before the parenthesis may have blanks
		String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
		return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1])) * MICROS_OF_TICK;
	}

	@Override
	public void close() {
		process.descendants().forEach(ProcessHandle::destroy);
		process.destroy();
		try {
			if (!process.waitFor(5, TimeUnit.SECONDS)) {
				process.destroyForcibly();
			}
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
