/** A node's home or a whole federation in one file, and back. */
@NullMarked
package org.web3ecosystem.platform.backup;

import org.jspecify.annotations.NullMarked;
