/** Names and what they stand for. */
@NullMarked
package org.web3ecosystem.spi.discovery;

import org.jspecify.annotations.NullMarked;
