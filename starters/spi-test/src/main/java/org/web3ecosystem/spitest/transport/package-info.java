/** The laws of the transport as a suite, and a network in memory that obeys them. */
@NullMarked
package org.web3ecosystem.spitest.transport;

import org.jspecify.annotations.NullMarked;
