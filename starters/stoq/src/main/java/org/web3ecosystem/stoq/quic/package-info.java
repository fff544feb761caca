/** Sockets, event loop and address validation of bare QUIC. */
@NullMarked
package org.web3ecosystem.stoq.quic;

import org.jspecify.annotations.NullMarked;
