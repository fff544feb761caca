/** Keys, certificates and their validation. */
@NullMarked
package org.web3ecosystem.spi.trust;

import org.jspecify.annotations.NullMarked;
