/**
 * The federation's names: their module on the ledger, and the discovery that reads it.
 */
@NullMarked
package org.web3ecosystem.hypermesh.name;

import org.jspecify.annotations.NullMarked;
