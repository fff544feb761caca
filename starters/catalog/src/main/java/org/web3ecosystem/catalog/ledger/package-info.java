/** The catalogue on the ledger: the module and how its entries are read. */
@NullMarked
package org.web3ecosystem.catalog.ledger;

import org.jspecify.annotations.NullMarked;
