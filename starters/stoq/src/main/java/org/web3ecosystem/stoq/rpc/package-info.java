/** Requests and streams over one connection, both sides. */
@NullMarked
package org.web3ecosystem.stoq.rpc;

import org.jspecify.annotations.NullMarked;
