/**
 * TCP and UDP ports of one node that lead, through STOQ, to what another node reaches.
 */
@NullMarked
package org.web3ecosystem.stoq.forward;

import org.jspecify.annotations.NullMarked;
