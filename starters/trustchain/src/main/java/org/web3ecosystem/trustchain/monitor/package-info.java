/** Follows the transparency logs of the other validators. */
@NullMarked
package org.web3ecosystem.trustchain.monitor;

import org.jspecify.annotations.NullMarked;
