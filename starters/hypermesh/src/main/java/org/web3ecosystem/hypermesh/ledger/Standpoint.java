package org.web3ecosystem.hypermesh.ledger;

import java.time.Instant;

import org.web3ecosystem.spi.Height;

/**
 * From where a node reads the ledger.
 *
 * @param height of the newest block it applied or verified
 * @param time consensus time of that block
 * @param stale whether it cannot know what was decided since
 */
public record Standpoint(Height height, Instant time, boolean stale) {

	/** As a dictionary of structured fields (RFC 9651), with the time as a date. */
	public String field() {
		return "height=" + height.number() + ", time=@" + time.getEpochSecond() + (stale ? ", stale" : "");
	}

}
