package org.web3ecosystem.trustchain.offer;

import org.web3ecosystem.trustchain.ca.Authority;
import org.web3ecosystem.trustchain.ct.TransparencyLog;

/**
 * What a validator issues with.
 *
 * @param authority the authority
 * @param log where everything it issues is
 */
public record Issuing(Authority authority, TransparencyLog log) {
}
