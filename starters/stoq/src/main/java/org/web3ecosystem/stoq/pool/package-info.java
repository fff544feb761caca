/** One connection per peer and identity, and the transport that hands them out. */
@NullMarked
package org.web3ecosystem.stoq.pool;

import org.jspecify.annotations.NullMarked;
