/** Health indicator and metrics of TrustChain. */
@NullMarked
package org.web3ecosystem.trustchain.actuate;

import org.jspecify.annotations.NullMarked;
