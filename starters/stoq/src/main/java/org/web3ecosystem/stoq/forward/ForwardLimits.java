package org.web3ecosystem.stoq.forward;

import java.time.Duration;

/**
 * What forwards may cost, on either side.
 *
 * @param perPeer connections and UDP conversations with one peer at once
 * @param idle without a byte in either direction, then one ends
 * @param connect until the target, or the peer, has answered
 * @param datagram longest datagram that is passed on, in bytes
 */
public record ForwardLimits(int perPeer, Duration idle, Duration connect, int datagram) {

	/** What is used unless said otherwise. */
	public static final ForwardLimits DEFAULT = new ForwardLimits(64, Duration.ofMinutes(5), Duration.ofSeconds(10),
			4096);

	/** The most that UDP over IPv4 carries. */
	public static final int LARGEST_DATAGRAM = 65_507;

	public ForwardLimits {
		if (perPeer < 1 || !idle.isPositive() || !connect.isPositive()) {
			throw new IllegalArgumentException("the limits of forwards must be positive");
		}
		if (datagram < 1 || datagram > LARGEST_DATAGRAM) {
			throw new IllegalArgumentException(
					"a forwarded datagram has from 1 to " + LARGEST_DATAGRAM + " bytes, not " + datagram);
		}
	}

}
