/** The authoritative name server of the zone: its own wire code, names from the seat. */
@NullMarked
package org.web3ecosystem.trustchain.dns;

import org.jspecify.annotations.NullMarked;
