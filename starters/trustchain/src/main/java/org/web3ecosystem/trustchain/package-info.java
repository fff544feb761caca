/** Certificate authority, transparency log and name server of one node. */
@NullMarked
package org.web3ecosystem.trustchain;

import org.jspecify.annotations.NullMarked;
