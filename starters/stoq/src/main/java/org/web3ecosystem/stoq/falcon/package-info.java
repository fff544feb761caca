/** The Falcon signature beside that of the node key. */
@NullMarked
package org.web3ecosystem.stoq.falcon;

import org.jspecify.annotations.NullMarked;
