package org.web3ecosystem.hypermesh.ledger;

import java.time.Instant;

/**
 * A validator that this node saw misbehave. A local hint: it convicts nobody, and other
 * nodes may have seen something else.
 *
 * @param engineId its number in the roster
 * @param kind such as {@code equivocation}
 * @param evidence SHA-256 of the first signed messages that show it, hexadecimal
 * @param since when it was first seen, by this node's clock
 * @param times how often
 */
public record Suspect(long engineId, String kind, String evidence, Instant since, long times) {
}
