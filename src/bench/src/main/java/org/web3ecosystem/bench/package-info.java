/** Speed against peers, as ratios. */
@NullMarked
package org.web3ecosystem.bench;

import org.jspecify.annotations.NullMarked;
