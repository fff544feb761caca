/** How the federation's authorities are replaced, in time or because a key is known. */
@NullMarked
package org.web3ecosystem.trustchain.rotation;

import org.jspecify.annotations.NullMarked;
