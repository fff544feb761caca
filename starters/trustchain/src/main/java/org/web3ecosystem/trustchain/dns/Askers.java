package org.web3ecosystem.trustchain.dns;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Who has how many questions under way, so that one who asks what takes long leaves room
 * for the rest. Of IPv6 the first 64 bits are an address. Thread-safe.
 */
final class Askers {

	private final int most;

	private final int mostOfOne;

	private final Map<String, Integer> underWay = new HashMap<>();

	private int all;

	/**
	 * @param most questions of all
	 * @param mostOfOne those of one address
	 */
	Askers(int most, int mostOfOne) {
		this.most = most;
		this.mostOfOne = mostOfOne;
	}

	/** Takes one in, which has to {@link #leave}; false if there is no room. */
	synchronized boolean enter(InetAddress client) {
		String source = Connections.source(client);
		int before = underWay.getOrDefault(source, 0);
		if (all >= most || before >= mostOfOne) {
			return false;
		}
		all++;
		underWay.put(source, before + 1);
		return true;
	}

	synchronized void leave(InetAddress client) {
		all--;
		underWay.computeIfPresent(Connections.source(client), (source, count) -> (count > 1) ? count - 1 : null);
	}

}
