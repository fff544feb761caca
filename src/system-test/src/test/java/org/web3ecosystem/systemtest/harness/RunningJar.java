package org.web3ecosystem.systemtest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process of the jar, its log in a file. */
final class RunningJar {

	private static final Duration GRACE = Duration.ofSeconds(30);

	/** USER_HZ is 100 on every Linux. */
	private static final long MILLIS_PER_TICK = 10;

	private final Process process;

	private final Path log;

	private RunningJar(Process process, Path log) {
		this.process = process;
		this.log = log;
	}

	/** Starts; output is appended to {@code log}. */
	static RunningJar start(List<String> command, Path directory, Path log) {
		try {
			Files.createDirectories(log.getParent());
			Process process = new ProcessBuilder(command).directory(directory.toFile())
				.redirectInput(Path.of("/dev/null").toFile())
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
				.start();
			Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
			return new RunningJar(process, log);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	boolean isAlive() {
		return process.isAlive();
	}

	/** SIGTERM, and the time it took; SIGKILL and a failure if it does not end. */
	Duration stop() {
		long begun = System.nanoTime();
		process.destroy();
		if (!endsWithin(GRACE)) {
			kill9();
			throw new AssertionError("did not end within " + GRACE + " of SIGTERM; see " + log);
		}
		return Duration.ofNanos(System.nanoTime() - begun);
	}

	void kill9() {
		process.destroyForcibly();
		if (!endsWithin(GRACE)) {
			throw new AssertionError("SIGKILL did not end process " + process.pid());
		}
	}

	/** SIGSTOP or SIGCONT. */
	void signal(String name) {
		Program.run("sh", "-c", "kill -" + name + " " + process.pid()).successfully();
	}

	/** How many files and sockets it has open, where Linux tells. */
	int openDescriptors() {
		String[] open = Path.of("/proc", Long.toString(process.pid()), "fd").toFile().list();
		if (open == null) {
			throw new AssertionError("nobody tells what process " + process.pid() + " has open");
		}
		return open.length;
	}

	/** From now on it may have so many, and later more again. */
	void limitDescriptors(int most) {
		Peer.PRLIMIT.run("--pid=" + process.pid(), "--nofile=" + most + ":").successfully();
	}

	/** Its status, when it has ended by itself. */
	int awaitExit(Duration patience) {
		if (!endsWithin(patience)) {
			throw new AssertionError("process " + process.pid() + " runs on; see " + log);
		}
		return process.exitValue();
	}

	long pid() {
		return process.pid();
	}

	Path log() {
		return log;
	}

	/** The most memory it ever had, where Linux tells. */
	Optional<Long> peakKilobytes() {
		try {
			return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))
				.stream()
				.filter(line -> line.startsWith("VmHWM:"))
				.map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
				.findFirst();
		}
		catch (IOException gone) {
			return Optional.empty();
		}
	}

	/** The processor time it has used, where Linux tells: utime and stime of proc(5). */
	Duration processorTime() {
		try {
			String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
			// the second field is a name in parentheses and may hold anything
			String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
			return Duration.ofMillis((Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MILLIS_PER_TICK);
		}
		catch (IOException gone) {
			return Duration.ZERO;
		}
	}

	private boolean endsWithin(Duration patience) {
		try {
			return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
