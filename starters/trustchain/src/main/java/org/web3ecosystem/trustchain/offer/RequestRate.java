package org.web3ecosystem.trustchain.offer;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.web3ecosystem.spi.NodeId;

/** How many certificates one node may ask for in a while. Thread-safe. */
final class RequestRate {

	/** So many within {@link #PERIOD}. */
	static final int BURST = 60;

	static final Duration PERIOD = Duration.ofMinutes(10);

	private static final int MAX_NODES = 10_000;

	private final Map<NodeId, Window> windows = new LinkedHashMap<>(16, 0.75f, true) {
		@Override
		protected boolean removeEldestEntry(Map.Entry<NodeId, Window> eldest) {
			return size() > MAX_NODES;
		}
	};

	private record Window(Instant begin, int count) {
	}

	synchronized boolean allows(NodeId node, Instant now) {
		Window window = windows.get(node);
		if (window == null || now.isAfter(window.begin().plus(PERIOD)) || now.isBefore(window.begin())) {
			windows.put(node, new Window(now, 1));
			return true;
		}
		windows.put(node, new Window(window.begin(), Math.min(BURST, window.count()) + 1));
		return window.count() < BURST;
	}

}
