/** Founding a federation in a cluster, and handing each validator its home there. */
@NullMarked
package org.web3ecosystem.platform.kubernetes;

import org.jspecify.annotations.NullMarked;
