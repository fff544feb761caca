/**
 * The seats: whoever the table puts there answers, the next one when that is unavailable.
 */
@NullMarked
package org.web3ecosystem.bootstrap.seat;

import org.jspecify.annotations.NullMarked;
