package org.web3ecosystem.stoq.autoconfigure;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import org.web3ecosystem.spi.IpLiteral;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Setting;
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

	private static final Duration SHORT = Duration.ofMillis(100);

	public ForwardProperties {
		of("max-connections").within(maxConnections, 1, 65_536);
		of("idle-timeout").within(idleTimeout, SHORT, Duration.ofDays(1));
		of("connect-timeout").within(connectTimeout, SHORT, Duration.ofMinutes(1));
		of("max-datagram").within(maxDatagram, 1, ForwardLimits.LARGEST_DATAGRAM);
		for (int i = 0; i < allow.size(); i++) {
			allow.get(i).check("allow[" + i + "].");
		}
		for (int i = 0; i < listen.size(); i++) {
			listen.get(i).check("listen[" + i + "].");
		}
	}

	private static Setting of(String name) {
		return new Setting(StoqProperties.PREFIX + "forward." + name);
	}

	/** Reads a text that a person wrote; says which one it was if it cannot be read. */
	private static <T> T read(String name, @Nullable String text, Function<String, T> reader) {
		of(name).require(text != null && !text.isBlank(), "to be given");
		try {
			return reader.apply(text);
		}
		catch (IllegalArgumentException malformed) {
			throw of(name).refuse(malformed);
		}
	}

	/**
	 * Some peers and what they may reach.
	 *
	 * @param peers node ids, {@code validators}, or {@code members}, which is every
	 * admitted peer
	 * @param to targets, {@code host:port/tcp} or {@code host:port/udp}
	 */
	public record Allow(@DefaultValue List<String> peers, @DefaultValue List<String> to) {

		private void check(String name) {
			of(name + "peers").require(!peers.isEmpty(), "node ids, 'validators' or 'members', at least one");
			of(name + "to").require(!to.isEmpty(), "targets such as 127.0.0.1:5432/tcp, at least one");
			peers.forEach(who -> read(name + "peers", who, text -> ForwardProperties.peers(text, Set.of())));
			to.forEach(target -> read(name + "to", target, Target::parse));
		}

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
	public record Listen(@Nullable String at, @Nullable String peer, @DefaultValue List<String> addresses,
			@Nullable String to) {

		private void check(String name) {
			socket(name);
			id(name);
			target(name);
			sockets(name);
		}

		private InetSocketAddress socket(String name) {
			return read(name + "at", at, ForwardProperties::address);
		}

		private NodeId id(String name) {
			return read(name + "peer", peer, NodeId::new);
		}

		private Target target(String name) {
			return read(name + "to", to, Target::parse);
		}

		private List<InetSocketAddress> sockets(String name) {
			return addresses.stream().map(text -> read(name + "addresses", text, ForwardProperties::address)).toList();
		}

	}

	ForwardLimits toLimits() {
		return new ForwardLimits(maxConnections, idleTimeout, connectTimeout, maxDatagram);
	}

	AllowList toAllowList(Node node) {
		OwnPorts own = new OwnPorts(node);
		for (int i = 0; i < allow.size(); i++) {
			of("allow[" + i + "].to").require(allow.get(i).to().stream().map(Target::parse).noneMatch(own::isGossip),
					"what is not this node's gossip port: members reach that without a rule, and nobody else is to");
		}
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
		return IntStream.range(0, listen.size())
			.mapToObj(index -> forward("listen[" + index + "].", listen.get(index), node))
			.toList();
	}

	private static Forward forward(String name, Listen port, Node node) {
		NodeId id = port.id(name);
		List<InetSocketAddress> addresses = port.sockets(name);
		if (addresses.isEmpty()) {
			addresses = ofValidator(id, node);
			of(name + "addresses").require(!addresses.isEmpty(),
					"where " + id.brief() + " listens, which is no validator, such as 192.0.2.7:9292");
		}
		InetSocketAddress at = port.socket(name);
		Target target = port.target(name);
		Optional<String> taken = new OwnPorts(node).at(at, target.protocol());
		of(name + "at").require(taken.isEmpty(),
				"a port that is free; " + at.getPort() + " is this node's own for " + taken.orElse(""));
		return new Forward(at, new Peer(id, addresses), target);
	}

	private static List<InetSocketAddress> ofValidator(NodeId id, Node node) {
		return node.genesis()
			.validators()
			.stream()
			.filter(validator -> validator.id().equals(id))
			.map(Validator::endpoints)
			.flatMap(endpoints -> endpoints.inetAddresses()
				.stream()
				.map(address -> new InetSocketAddress(address, endpoints.stoq())))
			.toList();
	}

	/** An address and a port; no name, so that nothing is looked up. */
	private static InetSocketAddress address(String text) {
		int colon = text.lastIndexOf(':');
		String host = text.substring(0, Math.max(colon, 0));
		String bare = (host.startsWith("[") && host.endsWith("]")) ? host.substring(1, host.length() - 1) : host;
		if (colon < 1 || !text.substring(colon + 1).matches("\\d{1,5}")) {
			throw new IllegalArgumentException("'" + text + "' is not address:port, such as 127.0.0.1:15432");
		}
		return new InetSocketAddress(IpLiteral.parse(bare), Integer.parseInt(text.substring(colon + 1)));
	}

}
