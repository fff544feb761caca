/** Stake: bonded, on its way back, and returned. */
@NullMarked
package org.web3ecosystem.caesar.stake;

import org.jspecify.annotations.NullMarked;
