/** Trust bundles: what other federations need to believe us, and what we need of them. */
@NullMarked
package org.web3ecosystem.trustchain.bundle;

import org.jspecify.annotations.NullMarked;
