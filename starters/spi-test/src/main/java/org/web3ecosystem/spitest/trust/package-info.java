/** Laws of who judges certificates. */
@NullMarked
package org.web3ecosystem.spitest.trust;

import org.jspecify.annotations.NullMarked;
