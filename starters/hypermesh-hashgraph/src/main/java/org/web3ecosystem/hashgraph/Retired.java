package org.web3ecosystem.hashgraph;

import org.web3ecosystem.spi.Epoch;

/**
 * What is left of a replica that the roster has no more: the last state it had a part in.
 *
 * @param epoch the one that began without it
 */
record Retired(CommittedStates states, Epoch epoch, int n) implements Holder {
}
