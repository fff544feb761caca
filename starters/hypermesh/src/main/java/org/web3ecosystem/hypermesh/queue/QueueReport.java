package org.web3ecosystem.hypermesh.queue;

/**
 * What a queue holds now, and what it did since the process began.
 *
 * @param waiting entries that are still to be decided
 * @param bytes of their commands
 * @param drained entries that were executed and accepted
 * @param refused entries that ended otherwise, but for those taken back
 * @param trouble why it takes nothing; empty if it does
 */
public record QueueReport(int waiting, long bytes, long drained, long refused, String trouble) {
}
