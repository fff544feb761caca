/** Authenticated connections between nodes. */
@NullMarked
package org.web3ecosystem.spi.transport;

import org.jspecify.annotations.NullMarked;
