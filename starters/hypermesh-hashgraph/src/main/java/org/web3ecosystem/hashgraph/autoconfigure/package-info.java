/** Spring wiring of the consensus engine. */
@NullMarked
package org.web3ecosystem.hashgraph.autoconfigure;

import org.jspecify.annotations.NullMarked;
