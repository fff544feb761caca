/** Where blobs are kept: the store, the transfer, and who keeps what. */
@NullMarked
package org.web3ecosystem.catalog.placement;

import org.jspecify.annotations.NullMarked;
