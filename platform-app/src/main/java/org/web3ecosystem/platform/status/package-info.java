/** What a node says of itself, seen from outside. */
@NullMarked
package org.web3ecosystem.platform.status;

import org.jspecify.annotations.NullMarked;
