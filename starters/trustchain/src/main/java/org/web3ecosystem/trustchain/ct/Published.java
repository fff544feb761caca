package org.web3ecosystem.trustchain.ct;

/**
 * What a log has signed for last, all of one moment.
 *
 * @param checkpoint size and root of the tree
 * @param head the same as RFC 6962 signs it
 * @param note both, as a signed note
 */
public record Published(Checkpoint checkpoint, TreeHead head, String note) {
}
