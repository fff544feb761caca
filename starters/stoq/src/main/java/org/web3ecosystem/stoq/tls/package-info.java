/** The node's identity: obtained, probed, published, renewed. */
@NullMarked
package org.web3ecosystem.stoq.tls;

import org.jspecify.annotations.NullMarked;
