package org.web3ecosystem.stoq.wire;

/**
 * What one peer may ask for, over all of its connections together. The rate is a bucket
 * of tokens: a request or the opening of a stream takes one.
 *
 * @param requests under way at once
 * @param perSecond how fast the bucket fills
 * @param burst what the bucket holds: how many may come at once after a pause
 */
public record PeerLimits(int requests, int perSecond, int burst) {

	/** Several times what a validator asks of another under load. */
	public static final PeerLimits DEFAULT = new PeerLimits(512, 5_000, 10_000);

	public PeerLimits {
		if (requests < 1 || perSecond < 1 || burst < 1) {
			throw new IllegalArgumentException("the limits of a peer must be at least 1, not " + requests
					+ " requests, " + perSecond + " a second, " + burst + " at once");
		}
	}

}
