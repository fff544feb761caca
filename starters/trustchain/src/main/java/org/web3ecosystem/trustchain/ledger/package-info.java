/** What the federation's ledger knows of certificates and enrolled nodes. */
@NullMarked
package org.web3ecosystem.trustchain.ledger;

import org.jspecify.annotations.NullMarked;
