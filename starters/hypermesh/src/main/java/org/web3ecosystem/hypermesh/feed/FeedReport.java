package org.web3ecosystem.hypermesh.feed;

import java.util.Optional;

import org.web3ecosystem.spi.Height;

/**
 * What is kept, and for whom.
 *
 * @param first lowest height; empty without a block
 * @param last highest height; empty without a block
 * @param blocks how many are kept
 * @param bytes what they take on disk
 * @param followers who wait for the next block
 * @param dropped how many were sent away because they did not take what they were sent
 */
public record FeedReport(Optional<Height> first, Optional<Height> last, long blocks, long bytes, int followers,
		long dropped) {
}
