package org.web3ecosystem.stoq.join;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

import org.web3ecosystem.stoq.wire.Origin;

/**
 * How often each address is heard: a bucket of tokens that fills at so many per minute.
 * An IPv6 address stands for its /64, which one visitor may have whole. The address that
 * was silent longest is forgotten when there are too many.
 */
final class Allowance {

	private static final int MAX_ADDRESSES = 1024;

	private static final long MILLIS_PER_MINUTE = 60_000;

	private record Bucket(double tokens, long filled) {
	}

	private final int perMinute;

	private final InstantSource clock;

	private final Map<InetAddress, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<InetAddress, Bucket> eldest) {
			return size() > MAX_ADDRESSES;
		}

	};

	Allowance(int perMinute, InstantSource clock) {
		this.perMinute = perMinute;
		this.clock = clock;
	}

	/** Whether this address is heard now; if so, that is one time less. */
	synchronized boolean spend(InetAddress address) {
		long now = clock.millis();
		InetAddress network = Origin.network(address);
		Bucket bucket = buckets.getOrDefault(network, new Bucket(perMinute, now));
		double tokens = Math.min(perMinute,
				bucket.tokens() + (double) Math.max(0, now - bucket.filled()) * perMinute / MILLIS_PER_MINUTE);
		boolean heard = tokens >= 1;
		buckets.put(network, new Bucket(heard ? tokens - 1 : tokens, now));
		return heard;
	}

}
