/** The document a federation starts from. */
@NullMarked
package org.web3ecosystem.spi.genesis;

import org.jspecify.annotations.NullMarked;
