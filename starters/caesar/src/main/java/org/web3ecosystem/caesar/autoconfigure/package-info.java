/** Wires the economy: its ledger module, what a node sees of it, and REST. */
@NullMarked
package org.web3ecosystem.caesar.autoconfigure;

import org.jspecify.annotations.NullMarked;
