package org.web3ecosystem.bench.stoq;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.web3ecosystem.bench.stoq.Load.Outcome;

/** Both sides of one peer, a process each. */
final class Pair implements AutoCloseable {

	private final String title;

	private final Path log;

	private final List<Process> processes = new ArrayList<>();

	/**
	 * @param command of either side; the dialling one is given the other's address
	 * besides
	 */
	Pair(String title, List<String> command, Path directory) throws IOException {
		this.title = title;
		this.log = Files.createTempFile(directory, "side", ".log");
		try {
			start(command);
			start(Stream.concat(command.stream(), Stream.of(answer(answerer()))).toList());
			answer(caller());
		}
		catch (IOException failure) {
			close();
			throw failure;
		}
	}

	private void start(List<String> command) throws IOException {
		processes
			.add(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())).start());
	}

	String title() {
		return title;
	}

	private Process answerer() {
		return processes.getFirst();
	}

	private Process caller() {
		return processes.getLast();
	}

	/** What the dialling side did, and what both have used of the processors for it. */
	Reading measure(String command) throws IOException {
		Duration before = processorTime();
		Outcome outcome = Outcome.parse(ask(caller(), command));
		return new Reading(outcome, processorTime().minus(before));
	}

	/**
	 * @param processor time
	 */
	record Reading(Outcome outcome, Duration processor) {
	}

	/** Makes so many connections; the bytes each takes at the listening side. */
	double hold(int connections) throws IOException {
		long before = answererBytes();
		ask(caller(), "hold " + connections);
		return (answererBytes() - before) / (double) connections;
	}

	/** What it holds in the heap and outside of it; of the heap it has all pages. */
	private long answererBytes() throws IOException {
		long heap = Long.parseLong(ask(answerer(), "memory"));
		for (String line : Files.readAllLines(Path.of("/proc", Long.toString(answerer().pid()), "status"))) {
			if (line.startsWith("VmRSS:")) {
				return heap + 1024 * Long.parseLong(line.replaceAll("\\D", ""));
			}
		}
		throw new IOException("no resident size of " + title);
	}

	private Duration processorTime() {
		return processes.stream()
			.map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
			.reduce(Duration.ZERO, Duration::plus);
	}

	private String ask(Process process, String command) throws IOException {
		Writer writer = process.outputWriter();
		writer.write(command + "\n");
		writer.flush();
		return answer(process);
	}

	private String answer(Process process) throws IOException {
		BufferedReader reader = process.inputReader();
		for (String line = reader.readLine(); line != null; line = reader.readLine()) {
			if (line.startsWith(Side.MARK)) {
				return line.substring(Side.MARK.length());
			}
		}
		throw new IOException(title + " ended, " + log + " says:\n" + Files.readString(log));
	}

	@Override
	public void close() {
		for (Process process : processes) {
			process.destroy();
		}
		try {
			for (Process process : processes) {
				if (!process.waitFor(10, TimeUnit.SECONDS)) {
					process.destroyForcibly();
				}
			}
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
