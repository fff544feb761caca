package org.web3ecosystem.hypermesh.feed;

import java.time.Duration;

/**
 * How much is kept of the past, and for whom.
 *
 * @param blocks how many are kept at most, the newest
 * @param bytes how much disk they take at most
 * @param followers how many may wait for the next block at once, over HTTP and as nodes
 * together
 * @param patience for a reader to take what it was sent
 */
public record FeedLimits(int blocks, long bytes, int followers, Duration patience) {

	/** How many blocks are read at a time. */
	public static final int PAGE = 256;

	/** Up to how many bytes blocks are read at a time, the last one going beyond. */
	static final int PAGE_BYTES = 1 << 20;

}
