/** The zone's names for code that knows nothing of seats: Netty's and the JDK's. */
@NullMarked
package org.web3ecosystem.bootstrap.resolver;

import org.jspecify.annotations.NullMarked;
