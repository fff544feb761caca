/** Tokens, the join door and who is enrolled. */
@NullMarked
package org.web3ecosystem.trustchain.join;

import org.jspecify.annotations.NullMarked;
