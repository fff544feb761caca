package org.web3ecosystem.systemtest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Machines at loopback addresses of their own, 127.2.0.1 and so on, that advertise
 * others, 127.1.0.1 and so on: there this process listens and passes on what comes, or
 * not. It takes no rights, and knows who sent something by the address it came from. What
 * comes from elsewhere, such as a test's own requests, has links that nobody harms.
 */
public final class Relays implements Machines, Links {

	/** What is lost is the same when it is run again with the same seed. */
	private static final long SEED = Long.getLong("web3.seed", System.nanoTime());

	private static final int ELSEWHERE = 0;

	private final int machines;

	private final Ports ports = Ports.free();

	private final ScheduledExecutorService later = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("relays").factory());

	private final SplittableRandom seeds = new SplittableRandom(SEED);

	private final Map<Direction, Link> links = new ConcurrentHashMap<>();

	private final List<AutoCloseable> relays = new ArrayList<>();

	/** Opens all ports in front of so many machines. */
	public Relays(int machines) {
		this.machines = machines;
		System.out.println("links are harmed by chance: -Dweb3.seed=" + SEED);
		try {
			for (int machine = 1; machine <= machines; machine++) {
				for (int from = 0; from <= machines; from++) {
					links.put(new Direction(from, machine), new Link(later, seeds.split()));
					links.put(new Direction(machine, from), new Link(later, seeds.split()));
				}
				for (int tcp : new int[] { ports.stoq() + 1, ports.dns(), ports.http(), ports.https() }) {
					relays.add(new TcpRelay(this, machine, tcp));
				}
				for (int udp : new int[] { ports.stoq(), ports.dns() }) {
					relays.add(new UdpRelay(this, machine, udp));
				}
			}
		}
		catch (IOException taken) {
			close();
			throw new UncheckedIOException(taken);
		}
	}

	/** Where a node listens. */
	static InetAddress own(int machine) {
		return loopback(2, machine);
	}

	/** Where others reach it. */
	static InetAddress advertised(int machine) {
		return loopback(1, machine);
	}

	private static InetAddress loopback(int network, int machine) {
		try {
			return InetAddress.getByAddress(new byte[] { 127, (byte) network, 0, (byte) machine });
		}
		catch (UnknownHostException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	/** Who sends from there. */
	static int machine(InetSocketAddress sender) {
		byte[] address = sender.getAddress().getAddress();
		return address.length == 4 && address[1] == 2 ? address[3] : ELSEWHERE;
	}

	/** Any port of what others know a machine by. */
	static InetSocketAddress from(int machine) {
		return new InetSocketAddress(machine == ELSEWHERE ? InetAddress.getLoopbackAddress() : advertised(machine), 0);
	}

	Link link(int from, int to) {
		Link link = links.get(new Direction(from, to));
		if (link == null) {
			throw new IllegalArgumentException("there are " + machines + " machines, not " + Math.max(from, to));
		}
		return link;
	}

	/** How many packets were lost or late until now because somebody wanted that. */
	public long harmed() {
		return links.values().stream().mapToLong(Link::harmed).sum();
	}

	@Override
	public void cut(int... together) {
		List<Integer> parted = Arrays.stream(together).boxed().toList();
		between(direction -> parted.contains(direction.from) != parted.contains(direction.to), Link::cut);
	}

	@Override
	public void cutOneWay(int from, int to) {
		link(from, to).cut();
	}

	@Override
	public void delay(int from, int to, Duration by) {
		link(from, to).delay(by);
	}

	@Override
	public void loss(int from, int to, int percent) {
		link(from, to).loss(percent);
	}

	@Override
	public void blockUdp() {
		between(direction -> true, link -> link.loss(100));
	}

	@Override
	public void heal() {
		links.values().forEach(Link::heal);
	}

	@Override
	public Links links() {
		return this;
	}

	@Override
	public List<String> options() {
		return List.of(
				"--hosts=" + String.join(",", IntStream.rangeClosed(1, machines).mapToObj(this::address).toList()),
				"--port-offset=" + ports.offset());
	}

	@Override
	public List<String> settings(int machine) {
		return List.of("--web3.node.bind-address=" + own(machine).getHostAddress());
	}

	@Override
	public String address(int machine) {
		return advertised(machine).getHostAddress();
	}

	@Override
	public String https(int machine) {
		return address(machine);
	}

	@Override
	public Ports ports(int machine) {
		return ports;
	}

	@Override
	public List<String> on(int machine, List<String> command) {
		return command;
	}

	@Override
	public Reach reach(int machine) {
		return Reach.direct();
	}

	@Override
	public void close() {
		later.shutdownNow();
		for (AutoCloseable relay : relays) {
			try {
				relay.close();
			}
			catch (Exception failure) {
				throw new IllegalStateException(failure);
			}
		}
	}

	private void between(Predicate<Direction> which, Consumer<Link> harm) {
		links.forEach((direction, link) -> {
			if (direction.from != ELSEWHERE && direction.to != ELSEWHERE && which.test(direction)) {
				harm.accept(link);
			}
		});
	}

	private record Direction(int from, int to) {
	}

}
