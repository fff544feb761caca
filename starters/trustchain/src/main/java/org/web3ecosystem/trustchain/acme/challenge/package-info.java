/** Validation of challenges: what reaches out to a client that claims a name. */
@NullMarked
package org.web3ecosystem.trustchain.acme.challenge;

import org.jspecify.annotations.NullMarked;
