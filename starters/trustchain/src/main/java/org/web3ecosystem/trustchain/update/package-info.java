/** Changes of the zone's names by whoever shares a key with this node (RFC 2136). */
@NullMarked
package org.web3ecosystem.trustchain.update;

import org.jspecify.annotations.NullMarked;
