/** Double entry: accounts, the transfers between them, and what must always be so. */
@NullMarked
package org.web3ecosystem.caesar.ledger;

import org.jspecify.annotations.NullMarked;
