package org.web3ecosystem.hypermesh.proof;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import org.web3ecosystem.spi.NodeId;

/**
 * How often each node is answered: a bucket of tokens for two seconds that fills by so
 * many in one. The node that was silent longest is forgotten when there are too many.
 * Thread-safe.
 */
public final class Allowance {

	private static final int MAX_NODES = 1_024;

	private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

	private record Bucket(double tokens, long filled) {
	}

	private final int perSecond;

	private final LongSupplier nanos;

	private final Map<NodeId, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<NodeId, Bucket> eldest) {
			return size() > MAX_NODES;
		}

	};

	/**
	 * @param nanos a clock that only goes forward
	 */
	public Allowance(int perSecond, LongSupplier nanos) {
		this.perSecond = perSecond;
		this.nanos = nanos;
	}

	/** Whether this node is answered now; if so, that is one time less. */
	public synchronized boolean spend(NodeId node) {
		long now = nanos.getAsLong();
		double most = 2.0 * perSecond;
		Bucket bucket = buckets.getOrDefault(node, new Bucket(most, now));
		double tokens = Math.min(most, bucket.tokens() + (now - bucket.filled()) * perSecond / NANOS_PER_SECOND);
		boolean answered = tokens >= 1;
		buckets.put(node, new Bucket(answered ? tokens - 1 : tokens, now));
		return answered;
	}

}
