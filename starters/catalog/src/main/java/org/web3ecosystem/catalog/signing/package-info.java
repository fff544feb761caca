/** The owner's signature over a manifest, and its check without a ledger. */
@NullMarked
package org.web3ecosystem.catalog.signing;

import org.jspecify.annotations.NullMarked;
