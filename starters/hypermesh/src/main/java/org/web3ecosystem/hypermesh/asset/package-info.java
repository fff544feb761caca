/** The federation's assets: their module on the ledger, and the registry over it. */
@NullMarked
package org.web3ecosystem.hypermesh.asset;

import org.jspecify.annotations.NullMarked;
