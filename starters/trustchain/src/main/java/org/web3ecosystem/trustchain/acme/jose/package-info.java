/** Signed requests of ACME: flattened JWS, account keys, external accounts. */
@NullMarked
package org.web3ecosystem.trustchain.acme.jose;

import org.jspecify.annotations.NullMarked;
