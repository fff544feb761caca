/** Names told by our server beside others' servers. */
@NullMarked
package org.web3ecosystem.bench.names;

import org.jspecify.annotations.NullMarked;
