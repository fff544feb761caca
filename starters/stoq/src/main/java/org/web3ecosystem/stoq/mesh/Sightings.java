package org.web3ecosystem.stoq.mesh;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.genesis.Genesis;

/**
 * When nodes that do not validate gave this node a sign of life. They ask every validator
 * for one each second, which is one as well. The {@link #MAX} heard last are remembered,
 * for as long as the process runs. Thread-safe.
 */
public final class Sightings {

	/** More are not remembered, and so never found silent. */
	static final int MAX = 512;

	private final Genesis genesis;

	private final LongSupplier nanos;

	private final Map<NodeId, Long> heard = new ConcurrentHashMap<>();

	/**
	 * @param nanos time in nanoseconds, from wherever
	 */
	public Sightings(Genesis genesis, LongSupplier nanos) {
		this.genesis = genesis;
		this.nanos = nanos;
	}

	/** A node that was admitted asked for something. Validators are watched elsewhere. */
	void heard(NodeId node) {
		if (genesis.validator(node).isPresent()) {
			return;
		}
		heard.put(node, nanos.getAsLong());
		if (heard.size() > MAX) {
			heard.entrySet()
				.stream()
				.max(Comparator.comparingLong(each -> nanos.getAsLong() - each.getValue()))
				.ifPresent(oldest -> heard.remove(oldest.getKey(), oldest.getValue()));
		}
	}

	/** How long ago each was heard. */
	Map<NodeId, Duration> ages() {
		long now = nanos.getAsLong();
		Map<NodeId, Duration> ages = new LinkedHashMap<>();
		heard.forEach((node, at) -> ages.put(node, Duration.ofNanos(Math.max(0, now - at))));
		return ages;
	}

}
