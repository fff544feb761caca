package org.web3ecosystem.trustchain.ledger;

/**
 * How far the validators agree about a foreign federation.
 *
 * @param decided whether it is so
 * @param votes how many validators want it
 */
public record ForeignVotes(boolean decided, int votes) {
}
