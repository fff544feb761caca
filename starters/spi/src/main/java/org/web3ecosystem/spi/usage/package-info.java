/** What is used and what it costs, as far as components tell each other. */
@NullMarked
package org.web3ecosystem.spi.usage;

import org.jspecify.annotations.NullMarked;
