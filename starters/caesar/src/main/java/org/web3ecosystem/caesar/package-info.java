/** The economy of a federation: its ledger module, and how a node uses it. */
@NullMarked
package org.web3ecosystem.caesar;

import org.jspecify.annotations.NullMarked;
