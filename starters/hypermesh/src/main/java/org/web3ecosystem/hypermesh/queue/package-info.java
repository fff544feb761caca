/**
 * Writes that wait until the ledger can decide them: kept on disk, signed once, handed in
 * in order.
 */
@NullMarked
package org.web3ecosystem.hypermesh.queue;

import org.jspecify.annotations.NullMarked;
