/**
 * Hiero hashgraph behind the consensus SPI. The only place that knows the engine.
 */
@NullMarked
package org.web3ecosystem.hashgraph;

import org.jspecify.annotations.NullMarked;
