/** The laws of the consensus SPI as test suites, and an honest engine for tests. */
@NullMarked
package org.web3ecosystem.spitest.consensus;

import org.jspecify.annotations.NullMarked;
