/** Health groups, endpoint and metrics. */
@NullMarked
package org.web3ecosystem.bootstrap.actuate;

import org.jspecify.annotations.NullMarked;
