/** What this node thinks of others, for itself alone. */
@NullMarked
package org.web3ecosystem.hypermesh.reputation;

import org.jspecify.annotations.NullMarked;
