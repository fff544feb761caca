/**
 * The federation's ledger: signed transactions in the order the engine gives them,
 * executed by modules, read with proofs.
 */
@NullMarked
package org.web3ecosystem.hypermesh.ledger;

import org.jspecify.annotations.NullMarked;
