/** Wiring of TrustChain: beans, properties, routes. */
@NullMarked
package org.web3ecosystem.trustchain.autoconfigure;

import org.jspecify.annotations.NullMarked;
