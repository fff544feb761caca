/**
 * Agreement: the engine that orders, the ledger that applies, the proofs that authorise.
 */
@NullMarked
package org.web3ecosystem.spi.consensus;

import org.jspecify.annotations.NullMarked;
