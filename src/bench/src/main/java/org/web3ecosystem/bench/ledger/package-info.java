/** What the ledger costs beside the engine that orders for it. */
@NullMarked
package org.web3ecosystem.bench.ledger;

import org.jspecify.annotations.NullMarked;
