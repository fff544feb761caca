package org.web3ecosystem.hypermesh.ledger;

import java.time.Duration;

import org.web3ecosystem.spi.Height;

/**
 * What a ledger has seen and counted since the process began.
 *
 * @param height last block applied or verified
 * @param verifiedHeight last height of which this node saw a root signed by more than two
 * thirds
 * @param inFlight transactions of this node that wait for their receipt
 * @param accepted executed transactions with that verdict, of all nodes
 * @param rejected executed transactions with that verdict, of all nodes
 * @param dropped ordered transactions that left nothing: foreign, void or seen before
 * @param resubmitted attempts after the first
 * @param receipts receipts given to this node's own submissions
 * @param waiting total time those submissions waited
 * @param disagreements roots signed by a validator that are not this node's
 * @param outvoted whether more than f validators signed another state than this node's
 * @param misbehaviours hints of the engine that a peer was caught
 */
public record LedgerReport(Height height, Height verifiedHeight, int inFlight, long accepted, long rejected,
		long dropped, long resubmitted, long receipts, Duration waiting, long disagreements, boolean outvoted,
		long misbehaviours) {
}
