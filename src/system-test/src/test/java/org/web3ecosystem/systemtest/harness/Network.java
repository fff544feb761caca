package org.web3ecosystem.systemtest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

/**
 * Machines with an address each, joined by a switch: network namespaces without a way
 * out. A namespace lives as long as the process that holds it, so nothing is left of them
 * when this one ends.
 */
public final class Network implements Machines, Links {

	private static final Path OWN = Path.of("/proc/self/ns/net");

	/** Joins all machines. */
	private static final String SWITCH = "switch";

	/** Joins those that were parted from the others. */
	private static final String OTHER = "other";

	private static final String TABLE = "blocked";

	/** Of machines that do not get all that is sent to them. */
	private static final String HARMED = "harmed";

	private static final String COUNTED = "counted";

	private static final String QUESTIONS = "questions";

	private final List<Process> holders = new ArrayList<>();

	private final Process middle;

	private final Set<Integer> harmed = new HashSet<>();

	/**
	 * Skips or fails the test where that cannot be made.
	 * @param machines how many
	 */
	public Network(int machines) {
		require();
		this.middle = hold();
		for (String bridge : List.of(SWITCH, OTHER)) {
			in(middle, "ip", "link", "add", bridge, "type", "bridge");
			in(middle, "ip", "link", "set", bridge, "up");
		}
		for (int machine = 1; machine <= machines; machine++) {
			Process holder = hold();
			holders.add(holder);
			in(middle, "ip", "link", "add", port(machine), "type", "veth", "peer", "name", "eth0", "netns",
					Long.toString(holder.pid()));
			in(middle, "ip", "link", "set", port(machine), "master", SWITCH, "up");
			in(holder, "ip", "link", "set", "lo", "up");
			in(holder, "ip", "address", "add", address(machine) + "/24", "dev", "eth0");
			in(holder, "ip", "link", "set", "eth0", "up");
		}
	}

	private static void require() {
		Stream.of(Peer.UNSHARE, Peer.NSENTER, Peer.IP, Peer.CURL).forEach(Peer::require);
		Peer.missing(Program.run("unshare", "--net", "true").exit() == 0,
				"network namespaces cannot be made here (that takes root)");
	}

	@Override
	public void cut(int... machines) {
		for (int machine : machines) {
			in(middle, "ip", "link", "set", port(machine), "master", OTHER);
		}
	}

	@Override
	public void cutOneWay(int from, int to) {
		harm(to, "ip", "saddr", address(from), "drop");
	}

	@Override
	public void loss(int from, int to, int percent) {
		harm(to, "ip", "saddr", address(from), "numgen", "random", "mod", "100", "<", Integer.toString(percent),
				"drop");
	}

	/** Without {@code tc netem}, which many kernels do not have, nothing is held back. */
	@Override
	public void delay(int from, int to, Duration by) {
		throw new UnsupportedOperationException("these links cannot be slow: take Relays");
	}

	@Override
	public void blockUdp() {
		for (int machine = 1; machine <= holders.size(); machine++) {
			harm(machine, "ip", "saddr", "!=", address(machine), "meta", "l4proto", "udp", "drop");
		}
	}

	@Override
	public void heal() {
		for (int machine = 1; machine <= holders.size(); machine++) {
			in(middle, "ip", "link", "set", port(machine), "master", SWITCH);
		}
		harmed.forEach(machine -> in(holders.get(machine - 1), "nft", "delete", "table", "inet", HARMED));
		harmed.clear();
	}

	/** One more rule for what comes to a machine. */
	private void harm(int machine, String... rule) {
		Peer.NFT.require();
		Process holder = holders.get(machine - 1);
		if (harmed.add(machine)) {
			in(holder, "nft", "add", "table", "inet", HARMED);
			in(holder, "nft", "add", "chain", "inet", HARMED, "input",
					"{ type filter hook input priority 0 ; policy accept ; }");
		}
		in(holder, Stream.concat(Stream.of("nft", "add", "rule", "inet", HARMED, "input"), Stream.of(rule))
			.toArray(String[]::new));
	}

	/**
	 * Nothing that is sent to this port of one machine arrives, over UDP or TCP, not even
	 * from itself.
	 */
	public void block(int machine, int port) {
		Peer.NFT.require();
		Process holder = holders.get(machine - 1);
		in(holder, "nft", "add", "table", "inet", TABLE);
		in(holder, "nft", "add", "chain", "inet", TABLE, "input",
				"{ type filter hook input priority 0 ; policy accept ; }");
		in(holder, "nft", "add", "rule", "inet", TABLE, "input", "th", "dport", Integer.toString(port), "drop");
	}

	/** Undoes {@link #block}. */
	public void unblock(int machine) {
		in(holders.get(machine - 1), "nft", "delete", "table", "inet", TABLE);
	}

	/**
	 * From now on counts what machines send to port 53 of anybody, or to {@code resolver}
	 * at any port.
	 */
	public void countQuestionsTo(String resolver) {
		Peer.NFT.require();
		for (Process machine : holders) {
			in(machine, "nft", "add", "table", "inet", COUNTED);
			in(machine, "nft", "add", "counter", "inet", COUNTED, QUESTIONS);
			in(machine, "nft", "add", "chain", "inet", COUNTED, "output",
					"{ type filter hook output priority 0 ; policy accept ; }");
			for (List<String> match : List.of(List.of("udp", "dport", "53"), List.of("tcp", "dport", "53"),
					List.of("ip", "daddr", resolver, "th", "dport", "!=", "53"))) {
				List<String> rule = new ArrayList<>(List.of("nft", "add", "rule", "inet", COUNTED, "output"));
				rule.addAll(match);
				rule.addAll(List.of("counter", "name", QUESTIONS));
				Program.run(in(machine, rule)).successfully();
			}
		}
	}

	/** How many packets a machine sent there. */
	public long questions(int machine) {
		String counter = Program
			.run(in(holders.get(machine - 1), List.of("nft", "list", "counter", "inet", COUNTED, QUESTIONS)))
			.successfully();
		Matcher packets = Pattern.compile("packets (\\d+)").matcher(counter);
		if (!packets.find()) {
			throw new AssertionError("nft counts nothing: " + counter);
		}
		return Long.parseLong(packets.group(1));
	}

	@Override
	public Links links() {
		return this;
	}

	@Override
	public List<String> options() {
		return List.of("--hosts="
				+ String.join(",", IntStream.rangeClosed(1, holders.size()).mapToObj(this::address).toList()));
	}

	@Override
	public String address(int machine) {
		return "10.77.0." + machine;
	}

	/** The base ports: nobody else is there. */
	@Override
	public Ports ports(int machine) {
		return new Ports(0);
	}

	@Override
	public List<String> on(int machine, List<String> command) {
		return in(holders.get(machine - 1), command);
	}

	@Override
	public Reach reach(int machine) {
		return Reach.curl(on(machine, List.of()));
	}

	@Override
	public void close() {
		holders.forEach(Process::destroyForcibly);
		middle.destroyForcibly();
	}

	private static String port(int machine) {
		return "port" + machine;
	}

	private static void in(Process holder, String... command) {
		Program.run(in(holder, List.of(command))).successfully();
	}

	private static List<String> in(Process holder, List<String> command) {
		return Stream.concat(Stream.of("nsenter", "--net=/proc/" + holder.pid() + "/ns/net"), command.stream())
			.toList();
	}

	private static Process hold() {
		try {
			Process holder = new ProcessBuilder("unshare", "--net", "sleep", "infinity").inheritIO().start();
			Runtime.getRuntime().addShutdownHook(new Thread(holder::destroyForcibly));
			Path network = Path.of("/proc", Long.toString(holder.pid()), "ns/net");
			Awaitility.await("a network namespace")
				.atMost(Duration.ofSeconds(20))
				.until(() -> !Files.readSymbolicLink(network).equals(Files.readSymbolicLink(OWN)));
			return holder;
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

}
