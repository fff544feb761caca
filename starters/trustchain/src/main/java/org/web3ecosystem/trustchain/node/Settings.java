package org.web3ecosystem.trustchain.node;

import java.time.Duration;

/**
 * What an operator may choose.
 *
 * @param leafLife life of an issued leaf, 20 min to 24 h
 * @param operatorFiles whether to keep an operator's certificate and key in the home
 */
public record Settings(Duration leafLife, boolean operatorFiles) {
}
