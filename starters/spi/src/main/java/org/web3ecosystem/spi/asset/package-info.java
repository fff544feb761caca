/** Things the federation keeps a register of. */
@NullMarked
package org.web3ecosystem.spi.asset;

import org.jspecify.annotations.NullMarked;
