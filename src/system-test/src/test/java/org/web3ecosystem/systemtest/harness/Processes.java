package org.web3ecosystem.systemtest.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Assertions;

/** {@code init}, and then a process for each node. */
public final class Processes implements TestFederation {

	private static final int HEAP = 320;

	private static final int VALIDATORS = 4;

	private final Path directory;

	private final Path work;

	private final Ports ports = Ports.free();

	private final List<TestNode> nodes = new ArrayList<>();

	private final Map<TestNode, RunningJar> running = new LinkedHashMap<>();

	private final List<String> settings;

	/** Founds a federation in {@code work/federation}. */
	public Processes(Path work, String... settings) {
		this.work = work;
		this.directory = work.resolve("federation");
		this.settings = List.of(settings);
		Platform.run("init", "--validators=" + VALIDATORS, "--dir=" + directory, "--port-offset=" + ports.offset())
			.successfully();
		for (int number = 1; number <= VALIDATORS; number++) {
			nodes.add(new TestNode("node" + number, ports.ofNode(number), directory.resolve("node" + number)));
		}
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
		return work.resolve(node.name() + ".log");
	}

	@Override
	public void start() {
		nodes.forEach(this::start);
	}

	/** Starts one node unless it runs. */
	public void start(TestNode node) {
		RunningJar process = running.get(node);
		if (process == null || !process.isAlive()) {
			List<String> arguments = new ArrayList<>(
					List.of("--spring.profiles.active=node", "--web3.node.home=" + node.home()));
			// the four-process form has an operator where its user asks for one
			arguments.add("--web3.platform.operator-certificate=" + (node == nodes.getFirst()));
			arguments.addAll(settings);
			running.put(node, RunningJar.start(Platform.command(HEAP, arguments), work, log(node)));
		}
	}

	/** A node that is no validator; its home was made by {@code join}. */
	public TestNode joined(String name, Path home, int number) {
		return new TestNode(name, ports.ofNode(number), home);
	}

	/** The offset that {@code init} was given. */
	public Ports ports() {
		return ports;
	}

	@Override
	public Duration stop() {
		Duration longest = Duration.ZERO;
		for (RunningJar process : running.values()) {
			Duration took = process.stop();
			longest = took.compareTo(longest) > 0 ? took : longest;
		}
		return longest;
	}

	@Override
	public void kill9() {
		running.values().forEach(RunningJar::kill9);
	}

	public void kill9(TestNode node) {
		process(node).kill9();
	}

	/** SIGSTOP. */
	public void pause(TestNode node) {
		process(node).signal("STOP");
	}

	/** SIGCONT. */
	public void goOn(TestNode node) {
		process(node).signal("CONT");
	}

	@Override
	public long peakKilobytes() {
		return running.values().stream().mapToLong(process -> process.peakKilobytes().orElse(0L)).sum();
	}

	@Override
	public void close() {
		running.values().stream().filter(RunningJar::isAlive).forEach(RunningJar::kill9);
	}

	@Override
	public String toString() {
		return "four processes";
	}

	private RunningJar process(TestNode node) {
		RunningJar process = running.get(node);
		if (process == null) {
			return Assertions.fail(node + " was not started");
		}
		return process;
	}

}
