package org.web3ecosystem.stoq.carrier;

/**
 * That a peer sent something which carries nothing and yet is answered, as an event on
 * its connection.
 *
 * @param what in the words of the protocol below
 */
public record Chatter(String what) {
}
