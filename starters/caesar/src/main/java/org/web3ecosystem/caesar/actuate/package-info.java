/** Caesar's metrics. */
@NullMarked
package org.web3ecosystem.caesar.actuate;

import org.jspecify.annotations.NullMarked;
