package org.web3ecosystem.platform.federation;

import java.util.List;

import org.web3ecosystem.spi.genesis.Endpoints;

/**
 * The ports of a federation: base ports, 100 apart for every further node on one host.
 */
public final class Ports {

	/** Distance between two nodes on one host. */
	public static final int STEP = 100;

	private static final int STOQ = 9292;

	private static final int GOSSIP = 9392;

	private static final int DNS = 8053;

	private static final int HTTP = 8080;

	private static final int HTTPS = 8443;

	/**
	 * Gossip of one node would be transport of the next ({@code 9392 = 9292 + 100}): TCP
	 * and UDP, so both fit.
	 */
	private static final int MAX = 65_535;

	private Ports() {
	}

	/**
	 * The endpoints of a node.
	 * @param addresses advertised, first preferred
	 * @param shift added to every base port
	 * @throws IllegalArgumentException if a port would be no port
	 */
	public static Endpoints endpoints(List<String> addresses, int shift) {
		if (shift > MAX - GOSSIP) {
			throw new IllegalArgumentException("an offset of " + shift + " leaves no ports");
		}
		return new Endpoints(addresses, STOQ + shift, GOSSIP + shift, DNS + shift, HTTP + shift, HTTPS + shift);
	}

}
