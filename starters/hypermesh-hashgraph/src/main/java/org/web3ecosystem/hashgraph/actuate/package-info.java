/** Metrics and health of the consensus engine. */
@NullMarked
package org.web3ecosystem.hashgraph.actuate;

import org.jspecify.annotations.NullMarked;
