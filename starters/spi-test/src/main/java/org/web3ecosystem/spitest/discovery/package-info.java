/** Laws of names. */
@NullMarked
package org.web3ecosystem.spitest.discovery;

import org.jspecify.annotations.NullMarked;
