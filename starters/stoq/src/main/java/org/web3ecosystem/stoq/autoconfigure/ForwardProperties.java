package org.web3ecosystem.stoq.autoconfigure;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.stoq.forward.AllowList;
import org.web3ecosystem.stoq.forward.Forward;
import org.web3ecosystem.stoq.forward.ForwardLimits;
import org.web3ecosystem.stoq.forward.Target;

/**
 * Settings of forwarded ports. Without any there is no port, and nothing is reached
 * through this node.
 *
 * @param allow what peers may reach through this node
 * @param listen ports of this node that lead through a peer
 * @param maxConnections connections and UDP conversations with one peer at once
 * @param idleTimeout without a byte in either direction, then one ends
 * @param connectTimeout until the target, or the peer, has answered
 * @param maxDatagram longest datagram that is passed on, in bytes
 */
@ConfigurationProperties("web3.stoq.forward")
public record ForwardProperties(@DefaultValue List<Allow> allow, @DefaultValue List<Listen> listen,
		@DefaultValue("64") int maxConnections, @DefaultValue("5m") Duration idleTimeout,
		@DefaultValue("10s") Duration connectTimeout, @DefaultValue("4096") int maxDatagram) {

	private static final String VALIDATORS = "validators";

	private static final String MEMBERS = "members";

	/**
	 * Some peers and what they may reach.
	 *
	 * @param peers node ids, {@code validators}, or {@code members}, which is every
	 * admitted peer
	 * @param to targets, {@code host:port/tcp} or {@code host:port/udp}
	 */
	public record Allow(List<String> peers, List<String> to) {
	}

	/**
	 * A port.
	 *
	 * @param at address and port of this machine
	 * @param peer the id of a node
	 * @param addresses where that listens, {@code address:port}; of a validator the
	 * genesis knows
	 * @param to where it leads, seen from there
	 */
	public record Listen(String at, String peer, @DefaultValue List<String> addresses, String to) {
	}

	ForwardLimits toLimits() {
		return new ForwardLimits(maxConnections, idleTimeout, connectTimeout, maxDatagram);
	}

	AllowList toAllowList(Node node) {
		Set<NodeId> validators = node.genesis()
			.validators()
			.stream()
			.map(Validator::id)
			.collect(Collectors.toUnmodifiableSet());
		return new AllowList(allow.stream()
			.map(rule -> new AllowList.Rule(
					rule.peers().stream().map(who -> peers(who, validators)).reduce(nobody -> false, Predicate::or),
					rule.to().stream().map(Target::parse).collect(Collectors.toUnmodifiableSet())))
			.toList());
	}

	private static Predicate<NodeId> peers(String who, Set<NodeId> validators) {
		return switch (who) {
			case VALIDATORS -> validators::contains;
			case MEMBERS -> everybody -> true;
			default -> new NodeId(who)::equals;
		};
	}

	List<Forward> toForwards(Node node) {
		return listen.stream()
			.map(port -> new Forward(address(port.at()), peer(port, node), Target.parse(port.to())))
			.toList();
	}

	private static Peer peer(Listen port, Node node) {
		NodeId id = new NodeId(port.peer());
		if (!port.addresses().isEmpty()) {
			return new Peer(id, port.addresses().stream().map(ForwardProperties::address).toList());
		}
		return node.genesis()
			.validators()
			.stream()
			.filter(validator -> validator.id().equals(id))
			.findFirst()
			.map(validator -> new Peer(id,
					validator.endpoints()
						.inetAddresses()
						.stream()
						.map(address -> new InetSocketAddress(address, validator.endpoints().stoq()))
						.toList()))
			.orElseThrow(() -> new IllegalArgumentException("web3.stoq.forward.listen: " + id.brief()
					+ " is no validator; say in its 'addresses' where it listens"));
	}

	/** An address and a port; no name, so that nothing is looked up. */
	private static InetSocketAddress address(String text) {
		int colon = text.lastIndexOf(':');
		if (colon < 1) {
			throw new IllegalArgumentException("web3.stoq.forward: '" + text + "' is not address:port");
		}
		String host = text.substring(0, colon);
		String bare = (host.startsWith("[") && host.endsWith("]")) ? host.substring(1, host.length() - 1) : host;
		return new InetSocketAddress(InetAddress.ofLiteral(bare), Integer.parseInt(text.substring(colon + 1)));
	}

}
