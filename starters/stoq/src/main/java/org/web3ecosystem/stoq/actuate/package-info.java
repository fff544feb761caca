/** Metrics. */
@NullMarked
package org.web3ecosystem.stoq.actuate;

import org.jspecify.annotations.NullMarked;
