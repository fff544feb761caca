package org.web3ecosystem.stoq.hello;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;

/**
 * How far this node's clock is from those of the other validators, as they said it. It is
 * called wrong when more of them say so than may lie: f + 1.
 */
public final class PeerClocks {

	/** A HELLO is judged within seconds; certificates allow for minutes. */
	static final Duration TOLERANCE = Duration.ofMinutes(1);

	private final Node node;

	private final InstantSource clock;

	/** What is to be added to this node's clock to get the other's. */
	private final Map<NodeId, Duration> offsets = new ConcurrentHashMap<>();

	public PeerClocks(Node node, InstantSource clock) {
		this.node = node;
		this.clock = clock;
	}

	/** What this node tells others, in whole milliseconds. */
	public Instant now() {
		return Instant.ofEpochMilli(clock.millis());
	}

	/** A peer said what time it is. Who is no other validator is not heard. */
	public void heard(NodeId peer, Instant theirs) {
		if (!peer.equals(node.id()) && node.genesis().validator(peer).isPresent()) {
			offsets.put(peer, Duration.between(clock.instant(), theirs));
		}
	}

	/** What is wrong with this node's clock and what to do; empty if nothing. */
	public Optional<String> trouble() {
		return trouble(1, "behind").or(() -> trouble(-1, "ahead of"));
	}

	private Optional<String> trouble(int sign, String way) {
		Duration[] off = offsets.values()
			.stream()
			.map(offset -> offset.multipliedBy(sign))
			.filter(offset -> offset.compareTo(TOLERANCE) > 0)
			.sorted()
			.toArray(Duration[]::new);
		if (off.length <= node.genesis().f()) {
			return Optional.empty();
		}
		return Optional.of("this node's clock is " + inWords(off[off.length / 2]) + " " + way
				+ " the other validators' clocks: set it (NTP), certificates and agreement depend on it");
	}

	private static String inWords(Duration off) {
		return off.plusSeconds(30).toMinutes() + " min";
	}

}
