package org.web3ecosystem.systemtest.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assertions;

/** {@code init}, and then a process for each node. */
public final class Processes implements TestCluster {

	/** Megabytes of the heap that a node has. */
	public static final int HEAP = 320;

	/** The smallest there is: each node writes one before phase 2. */
	private static final String PLOT = "--web3.hypermesh.plot-size=1MB";

	private static final int VALIDATORS = 4;

	private final int validators;

	private final Path directory;

	private final Path work;

	private final Machines machines;

	private final List<TestNode> nodes = new ArrayList<>();

	private final Map<TestNode, RunningJar> running = new LinkedHashMap<>();

	private boolean operatorsEverywhere;

	private Path jar;

	private final Map<TestNode, List<String>> settings = new HashMap<>();

	private final Map<TestNode, List<Path>> paths = new HashMap<>();

	/** Megabytes, of those that do not have the usual. */
	private final Map<TestNode, Integer> heaps = new HashMap<>();

	/** What a node's command is preceded by. */
	private final Map<TestNode, List<String>> prefixes = new HashMap<>();

	/** Founds a federation in {@code work/federation}, to be run on this machine. */
	public Processes(Path work) {
		this(work, Machines.loopback());
	}

	/** The same of so many validators. */
	public Processes(Path work, int validators) {
		this(work, Machines.loopback(), validators);
	}

	/** Founds a federation in {@code work/federation}, to be run on {@code machines}. */
	public Processes(Path work, Machines machines) {
		this(work, machines, VALIDATORS);
	}

	/** The same of so many validators. */
	public Processes(Path work, Machines machines, int validators) {
		this(work, machines, validators, TakenApart.jar());
	}

	/** The same from a jar of one's own. */
	Processes(Path work, Machines machines, int validators, Path jar) {
		this.validators = validators;
		this.jar = jar;
		this.work = work;
		this.directory = work.resolve("federation");
		this.machines = machines;
		List<String> arguments = new ArrayList<>(List.of("init", "--validators=" + validators, "--dir=" + directory));
		arguments.addAll(machines.options());
		Platform.run(jar, arguments.toArray(String[]::new)).successfully();
		for (int number = 1; number <= validators; number++) {
			nodes.add(joined("node" + number, directory.resolve("node" + number), number));
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
		return node.log();
	}

	@Override
	public void start() {
		nodes.forEach(this::start);
	}

	@Override
	public void start(TestNode node) {
		RunningJar process = running.get(node);
		if (process == null || !process.isAlive()) {
			List<String> command = new ArrayList<>(prefixes.getOrDefault(node, List.of()));
			List<Path> path = paths.get(node);
			int heap = heaps.getOrDefault(node, HEAP);
			command.addAll(path == null ? Platform.command(jar, heap, arguments(node))
					: Platform.launched(path, heap, arguments(node)));
			running.put(node, RunningJar.start(on(node, command), work, node.log()));
		}
	}

	private List<String> arguments(TestNode node) {
		// an operator is where the node's user asks for one
		List<String> arguments = new ArrayList<>(List.of("--spring.profiles.active=node",
				"--web3.node.home=" + node.home(),
				"--web3.platform.operator-certificate=" + (operatorsEverywhere || node == nodes.getFirst()), PLOT));
		arguments.addAll(machines.settings(machine(node)));
		arguments.addAll(settings.getOrDefault(node, List.of()));
		return arguments;
	}

	/** From its next start on a node runs from the jar again. */
	public void runFromJar(TestNode node) {
		paths.remove(node);
	}

	/** From its next start on a node has this class path instead of the jar. */
	public void runFrom(TestNode node, List<Path> path) {
		paths.put(node, path);
	}

	/** Starts something else in a node's place, such as somebody's application. */
	public void start(TestNode node, List<String> command) {
		running.put(node, RunningJar.start(on(node, command), work, node.log()));
	}

	private List<String> on(TestNode node, List<String> command) {
		return machines.on(machine(node), command);
	}

	private int machine(TestNode node) {
		return nodes.contains(node) ? nodes.indexOf(node) + 1 : validators + 1;
	}

	/** From the next start on not only node 1 makes a certificate for its operator. */
	public void giveEveryNodeAnOperator() {
		operatorsEverywhere = true;
	}

	/** From the next start on nodes run from another jar, such as an extracted one. */
	public void runFrom(Path other) {
		jar = other;
	}

	/** Whether its process is there. */
	public boolean isRunning(TestNode node) {
		return process(node).isAlive();
	}

	/** From its next start on the node has these settings, {@code --name=value}. */
	public void set(TestNode node, String... named) {
		settings.put(node, List.of(named));
	}

	@Override
	public void clock(TestNode node, String offset) {
		precede(node, Faketime.off(offset));
	}

	/** From its next start on a node's disk takes so much longer to keep what it must. */
	public void slowDisk(TestNode node, Duration by) {
		precede(node, SlowDisk.late(by));
	}

	/** From its next start on a node has what the others have. */
	public void asOthers(TestNode node) {
		prefixes.remove(node);
		settings.remove(node);
	}

	/** From its next start on a node's command follows these words. */
	void precede(TestNode node, List<String> words) {
		prefixes.put(node, words);
	}

	/** From its next start on a node has so many megabytes of heap. */
	public void heap(TestNode node, int megabytes) {
		heaps.put(node, megabytes);
	}

	/** How many files and sockets a node has open. */
	public int openDescriptors(TestNode node) {
		return process(node).openDescriptors();
	}

	/** From now on a node may have so many files and sockets open. */
	public void limitDescriptors(TestNode node, int most) {
		process(node).limitDescriptors(most);
	}

	/** The status of a node that ends by itself. */
	public int awaitExit(TestNode node) {
		return process(node).awaitExit(PATIENCE);
	}

	/** Runs a command on the machine of a node. */
	public Program beside(TestNode node, String... command) {
		return Program.run(on(node, List.of(command)));
	}

	/** A node that is no validator; its home was made by {@code join}. */
	public TestNode joined(String name, Path home, int number) {
		return new TestNode(name, machines, number, home, work.resolve(name + ".log"));
	}

	/** The ports of node 1. */
	public Ports ports() {
		return machines.ports(1);
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

	@Override
	public Duration stop(TestNode node) {
		return process(node).stop();
	}

	@Override
	public void kill9(TestNode node) {
		process(node).kill9();
	}

	@Override
	public void pause(TestNode node) {
		process(node).signal("STOP");
	}

	@Override
	public void resume(TestNode node) {
		process(node).signal("CONT");
	}

	@Override
	public void cut(TestNode... together) {
		machines.links().cut(Stream.of(together).mapToInt(this::machine).toArray());
	}

	@Override
	public void cutOneWay(TestNode from, TestNode to) {
		machines.links().cutOneWay(machine(from), machine(to));
	}

	@Override
	public void delay(TestNode from, TestNode to, Duration by) {
		machines.links().delay(machine(from), machine(to), by);
	}

	@Override
	public void loss(TestNode from, TestNode to, int percent) {
		machines.links().loss(machine(from), machine(to), percent);
	}

	@Override
	public void blockUdp() {
		machines.links().blockUdp();
	}

	@Override
	public void heal() {
		machines.links().heal();
	}

	@Override
	public Duration processorTime() {
		return running.values().stream().map(RunningJar::processorTime).reduce(Duration.ZERO, Duration::plus);
	}

	@Override
	public long peakKilobytes() {
		return running.values().stream().mapToLong(process -> process.peakKilobytes().orElse(0L)).sum();
	}

	@Override
	public void close() {
		running.values().stream().filter(RunningJar::isAlive).forEach(RunningJar::kill9);
		machines.close();
	}

	@Override
	public String toString() {
		return validators == VALIDATORS ? "four processes" : "processes of " + validators + " validators";
	}

	private RunningJar process(TestNode node) {
		RunningJar process = running.get(node);
		if (process == null) {
			return Assertions.fail(node + " was not started");
		}
		return process;
	}

}
