/** From a submission to its commit, through more and more of the ledger. */
@NullMarked
package org.web3ecosystem.bench.commit;

import org.jspecify.annotations.NullMarked;
