/** Name servers that take the zone from this one, and how they hear of news. */
@NullMarked
package org.web3ecosystem.trustchain.secondary;

import org.jspecify.annotations.NullMarked;
