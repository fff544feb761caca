package org.web3ecosystem.systemtest.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/** {@code java -jar platform-app.jar}: four nodes in one process. */
public final class OneProcess implements TestFederation {

	private static final int HEAP = 1200;

	private final Path directory;

	private final Path log;

	private final List<TestNode> nodes;

	private final Machines machines = Machines.loopback();

	private final List<String> settings;

	private @Nullable RunningJar process;

	/** A federation in {@code directory/data}; it is made by the first start. */
	public OneProcess(Path directory, String... settings) {
		this.directory = directory.resolve("data");
		this.log = directory.resolve("federation.log");
		this.settings = List.of(settings);
		this.nodes = IntStream.rangeClosed(1, 4)
			.mapToObj(number -> new TestNode("node" + number, machines, number, home(number),
					home(number).resolve("node.log")))
			.toList();
	}

	/** Makes it before the first start, under another name than {@code local}. */
	public void init(String federation) {
		List<String> command = new ArrayList<>(List.of("init", "--federation=" + federation, "--dir=" + directory));
		command.addAll(machines.options());
		Platform.run(command.toArray(String[]::new)).successfully();
	}

	private Path home(int number) {
		return directory.resolve("node" + number);
	}

	@Override
	public List<TestNode> nodes() {
		return nodes;
	}

	@Override
	public Path directory() {
		return directory;
	}

	@Override
	public Path log(TestNode node) {
		return log;
	}

	@Override
	public void start() {
		if (process == null || !process.isAlive()) {
			List<String> arguments = new ArrayList<>(List.of("local", "--dir=" + directory));
			arguments.addAll(machines.options());
			arguments.addAll(settings);
			process = RunningJar.start(Platform.command(HEAP, arguments), log.getParent(), log);
		}
	}

	@Override
	public Duration stop() {
		return running().stop();
	}

	@Override
	public void kill9() {
		running().kill9();
	}

	@Override
	public Duration processorTime() {
		return running().processorTime();
	}

	@Override
	public long peakKilobytes() {
		return running().peakKilobytes().orElse(0L);
	}

	@Override
	public void close() {
		if (process != null && process.isAlive()) {
			process.kill9();
		}
	}

	@Override
	public String toString() {
		return "one process";
	}

	private RunningJar running() {
		if (process == null) {
			throw new IllegalStateException("not started");
		}
		return process;
	}

}
