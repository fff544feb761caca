package org.web3ecosystem.hashgraph;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.consensus.Roster.Member;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.PeerPorts;
import org.web3ecosystem.spi.transport.PeerPorts.Way;

/**
 * The replica listens at a loopback address alone, and dials ports at loopback that lead
 * through the transport to the replicas of the others. Who is in the roster that the
 * running replica has, and whom the transport admits, gets through; nobody else.
 *
 * <pre>
 *   replica -> port at loopback -> transport ===> transport -> gossip port at loopback -> replica
 *        \_________________ TLS by the roster's gossip certificates _________________/
 * </pre>
 */
public final class TransportGossip implements Gossip {

	private static final String NAME = "gossip";

	private final Node node;

	private final PeerPorts ports;

	private final Supplier<Roster> current;

	/** Engine ids are given once, so who one is does not change; where it is may. */
	private final Map<Long, Validator> known = new ConcurrentHashMap<>();

	private final List<Way> ways = new ArrayList<>();

	private volatile Set<Long> members = Set.of();

	/**
	 * @param current what the ledger says, for members that nobody told of
	 */
	public TransportGossip(Node node, PeerPorts ports, Supplier<Roster> current) {
		this.node = node;
		this.ports = ports;
		this.current = current;
		learn(Roster.of(node.genesis()));
	}

	@Override
	public GossipPort port() {
		InetAddress loopback = node.bind()
			.stream()
			.filter(InetAddress::isLoopbackAddress)
			.findFirst()
			.orElseGet(InetAddress::getLoopbackAddress);
		return new GossipPort(loopback, node.endpoints().gossip());
	}

	@Override
	public void learn(Roster roster) {
		roster.members().forEach(member -> known.put(member.validator().engineId(), member.validator()));
	}

	@Override
	public synchronized Map<Long, InetSocketAddress> begin(Set<Long> roster) {
		end();
		members = Set.copyOf(roster);
		Map<Long, InetSocketAddress> dialled = new HashMap<>();
		for (long id : roster) {
			if (validators(id).noneMatch(member -> member.id().equals(node.id()))) {
				Way way = ports.reach(NAME, () -> peer(id));
				ways.add(way);
				dialled.put(id, way.at());
			}
		}
		GossipPort port = port();
		ways.add(ports.serve(NAME, new InetSocketAddress(port.address(), port.port()), this::isMember));
		return dialled;
	}

	private Optional<Peer> peer(long id) {
		List<Peer> told = validators(id).map(Peer::of).toList();
		return told.isEmpty() ? Optional.empty() : Optional.of(new Peer(told.getFirst().id(),
				told.stream().flatMap(peer -> peer.addresses().stream()).distinct().toList()));
	}

	/**
	 * What the ledger says, and what was heard of otherwise; which of them is newer
	 * cannot be told, so where they differ both are tried.
	 */
	private Stream<Validator> validators(long id) {
		return Stream.concat(ledger(), Stream.ofNullable(known.get(id))).filter(member -> member.engineId() == id);
	}

	private Stream<Validator> ledger() {
		return current.get().members().stream().map(Member::validator);
	}

	private boolean isMember(NodeId peer) {
		Set<Long> now = members;
		return Stream.concat(known.values().stream(), ledger())
			.anyMatch(validator -> validator.id().equals(peer) && now.contains(validator.engineId()));
	}

	@Override
	public synchronized void end() {
		members = Set.of();
		ways.forEach(Way::close);
		ways.clear();
	}

	@Override
	public synchronized int peers() {
		return ways.stream().mapToInt(Way::peers).sum();
	}

	@Override
	public boolean isThroughTransport() {
		return true;
	}

}
