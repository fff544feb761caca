package org.web3ecosystem.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import org.web3ecosystem.bootstrap.table.GateRules;
import org.web3ecosystem.bootstrap.table.PhaseTable;
import org.web3ecosystem.bootstrap.toml.BootstrapToml;
import org.web3ecosystem.hypermesh.roster.DueWeights;
import org.web3ecosystem.hypermesh.roster.RosterModule;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;

/** Nodes, what is between them, and what goes wrong until it is all well again. */
final class Federation {

	/** The table that ships, with pauses that suit a short life. */
	private static final PhaseTable TABLE = shortened();

	private static final Duration HEALING = Duration.ofSeconds(90);

	private static final Duration LOOK = Duration.ofMillis(500);

	private final World world;

	private final Set<Planted> planted;

	private final SimulatedNetwork network;

	private final Observations observations;

	private final SimulatedOrder order;

	private final Genesis genesis;

	private final List<SimulatedNode> nodes = new ArrayList<>();

	private final List<NodeId> validators;

	private final Life always = new Life();

	private boolean healed;

	private Optional<SimulatedNode> lying = Optional.empty();

	private Optional<SimulatedNode> weighed = Optional.empty();

	Federation(World world, Set<Planted> planted) {
		this.world = world;
		this.planted = planted;
		this.network = new SimulatedNetwork(world);
		this.observations = new Observations(world);
		this.genesis = genesis(weights());
		this.order = new SimulatedOrder(world, network, Roster.of(genesis), planted);
		this.validators = genesis.validators().stream().map(Validator::id).toList();
		for (int i = 0; i < genesis.validators().size(); i++) {
			nodes.add(new SimulatedNode(this, genesis, "node" + (i + 1), Keys.ALL.get(i), endpoints(i), true));
		}
		if (world.chance(35)) {
			nodes.add(new SimulatedNode(this, genesis, "observer", Keys.ALL.getLast(), endpoints(nodes.size()), false));
		}
	}

	private static PhaseTable shortened() {
		try {
			String text = Files.readString(Path.of("../../platform-app/src/main/resources/bootstrap.toml"));
			PhaseTable shipped = BootstrapToml.parse("bootstrap.toml", text).table();
			GateRules rules = new GateRules(Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofSeconds(3),
					Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofMinutes(10));
			return new PhaseTable(0, shipped.rows(), rules, shipped.dependencies());
		}
		catch (IOException missing) {
			throw new UncheckedIOException(missing);
		}
	}

	/** Nobody has a third. */
	private List<Long> weights() {
		int n = world.chance(70) ? 4 : world.random().nextInt(5, 8);
		while (true) {
			boolean equal = world.chance(40);
			List<Long> drawn = IntStream.range(0, n)
				.mapToObj(i -> equal ? 100L : 100L * world.random().nextInt(1, 4))
				.toList();
			long total = drawn.stream().mapToLong(Long::longValue).sum();
			if (drawn.stream().allMatch(weight -> 3 * weight < total)) {
				return drawn;
			}
		}
	}

	private static Genesis genesis(List<Long> weights) {
		List<Validator> validators = IntStream.range(0, weights.size())
			.mapToObj(i -> new Validator("node" + (i + 1), i + 1L, Keys.ALL.get(i).publicKey().getEncoded(),
					new byte[] { 1 }, endpoints(i), weights.get(i)))
			.toList();
		return new Genesis(new ChainId("local-0123456789abcdef"), "local", "local.internal", World.BEGIN,
				Genesis.PROTOCOL_VERSION, List.of(DueWeights.MODULE, Writes.NAME, RosterModule.NAME), validators,
				new byte[] { 2 });
	}

	private static Endpoints endpoints(int index) {
		return new Endpoints(List.of("127.0.0.1"), 9_292 + 100 * index, 9_392 + 100 * index, 8_053 + 100 * index,
				8_080 + 100 * index, 8_443 + 100 * index);
	}

	World world() {
		return world;
	}

	Set<Planted> planted() {
		return planted;
	}

	SimulatedNetwork network() {
		return network;
	}

	Observations observations() {
		return observations;
	}

	SimulatedOrder order() {
		return order;
	}

	PhaseTable table() {
		return TABLE;
	}

	/** Whether some validator that is not cut off hears a node and is heard. */
	boolean hearsWhoDecides(NodeId node) {
		return validators.stream()
			.anyMatch(other -> network.reaches(node, other) && network.reaches(other, node) && order.mayDecide(other));
	}

	void begin() {
		order.start();
		if (world.chance(50)) {
			SimulatedNode liar = nodes.get(world.random().nextInt(validators.size()));
			network.lies(liar.node().id(), this::lie);
			lying = Optional.of(liar);
		}
		nodes.forEach(node -> world.after(world.between(0, 2_000), always, node::start));
		nodes.forEach(node -> world.after(world.between(2_000, 4_000), always, () -> use(node)));
		world.after(world.between(3_000, 6_000), always, this::fault);
		if (world.chance(60)) {
			world.after(world.between(5_000, 10_000), always, this::revoke);
		}
		world.after(world.between(10_000, 18_000), always, this::heal);
		world.after(LOOK, always, this::look);
	}

	/** A read with another value, or something else that is no answer. */
	private byte[] lie(String method, byte[] answer) {
		if (method.endsWith("read") && world.chance(60)) {
			ProvenEntry entry = ProvenEntry.decode(answer);
			return new ProvenEntry(entry.module(), entry.key(), Optional.of(new byte[] { 7 }), entry.proof(),
					entry.root())
				.encode();
		}
		byte[] changed = answer.clone();
		changed[world.random().nextInt(changed.length)] ^= 1;
		return changed;
	}

	private void look() {
		nodes.forEach(SimulatedNode::look);
		world.after(LOOK, always, this::look);
	}

	private void use(SimulatedNode node) {
		if (!healed) {
			node.use();
			world.after(world.between(300, 2_000), always, () -> use(node));
		}
	}

	private SimulatedNode any() {
		return nodes.get(world.random().nextInt(nodes.size()));
	}

	private void fault() {
		if (healed) {
			return;
		}
		switch (world.random().nextInt(13)) {
			case 0, 1, 2 -> crash(any());
			case 3, 4 -> partition();
			case 5 -> oneWay();
			case 6 -> network.weather(world.random().nextInt(30), world.random().nextInt(30),
					world.random().nextInt(10, 400));
			case 7 -> network.heal();
			case 8 -> diskFull(any());
			case 9 -> {
				SimulatedNode node = any();
				node.clockError(Duration.ofSeconds(world.random().nextInt(-600, 601)));
				world.tell(node.name() + " has another time");
			}
			case 10, 11 -> authority(any());
			default -> {
				if (world.chance(50)) {
					revoke();
				}
				else {
					weigh();
				}
			}
		}
		world.after(world.between(400, 2_500), always, this::fault);
	}

	private void crash(SimulatedNode node) {
		int drawn = world.random().nextInt(10);
		node.crash(drawn < 4 ? SimulatedNode.Loss.NOTHING
				: drawn < 9 ? SimulatedNode.Loss.UNSYNCED : SimulatedNode.Loss.DISK);
		boolean alone = world.chance(40);
		world.after(world.between(100, 4_000), always, () -> {
			node.start();
			if (alone) {
				authority(node);
			}
		});
	}

	private void partition() {
		network.heal();
		Set<NodeId> side = new LinkedHashSet<>();
		nodes.stream().filter(node -> world.chance(50)).forEach(node -> side.add(node.node().id()));
		world.tell("apart: "
				+ nodes.stream().filter(node -> side.contains(node.node().id())).map(SimulatedNode::name).toList());
		for (SimulatedNode one : nodes) {
			for (SimulatedNode other : nodes) {
				if (side.contains(one.node().id()) != side.contains(other.node().id())) {
					network.cut(one.node().id(), other.node().id());
				}
			}
		}
	}

	private void oneWay() {
		SimulatedNode from = any();
		nodes.stream()
			.filter(to -> to != from && world.chance(60))
			.forEach(to -> network.cut(from.node().id(), to.node().id()));
		world.tell(from.name() + " is not heard by some");
	}

	private void diskFull(SimulatedNode node) {
		world.tell(node.name() + " has a full disk");
		node.diskFull(world.random().nextInt(20, 101));
		world.after(world.between(500, 3_000), always, () -> node.diskFull(0));
	}

	private void authority(SimulatedNode node) {
		world.tell(node.name() + " has no authority");
		node.authorityDown(true);
		world.after(world.between(1_000, 6_000), always, () -> node.authorityDown(false));
	}

	private void revoke() {
		String certificate = "leaf" + world.random().nextInt(3);
		world.tell(certificate + " is revoked");
		nodes.forEach(node -> world.after(world.between(0, 1_000), always, () -> node.revoked(certificate)));
	}

	/** One node has no weight, or has it back; the liar, so that it never has a third. */
	private void weigh() {
		SimulatedNode of = weighed.or(() -> lying)
			.orElseGet(() -> nodes.get(world.random().nextInt(validators.size())));
		long weight = weighed.isPresent() ? genesis.validator(of.node().id()).orElseThrow().stake() : 0;
		weighed = weighed.isPresent() ? Optional.empty() : Optional.of(of);
		world.tell(of.name() + " is to have the weight " + weight);
		nodes.getFirst().weigh(of.node().id().hex(), weight);
	}

	private void heal() {
		healed = true;
		world.tell("all is well");
		network.heal();
		nodes.forEach(node -> {
			node.diskFull(0);
			node.authorityDown(false);
			node.repair();
		});
		world.after(LOOK, always, () -> wait(Duration.ZERO));
	}

	/** All come to the end, and have nothing left to do. */
	private void wait(Duration waited) {
		List<String> open = nodes.stream().map(SimulatedNode::unfinished).filter(text -> !text.isEmpty()).toList();
		if (open.isEmpty() && order.length() == observations.heights()) {
			Set<String> lost = observations.open();
			world.require(lost.isEmpty(), "no promised write is lost: " + lost);
			world.end();
		}
		else if (waited.compareTo(HEALING) > 0) {
			world.broken("all come to the end when all is well: " + open + ", blocks " + observations.heights() + " of "
					+ order.length());
		}
		else {
			world.after(LOOK, always, () -> wait(waited.plus(LOOK)));
		}
	}

}
