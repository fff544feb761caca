/** What a component says about itself, and the criteria by which phases change. */
@NullMarked
package org.web3ecosystem.spi.health;

import org.jspecify.annotations.NullMarked;
