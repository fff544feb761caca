/** The offers for the seat of certificates, and how a node asks another one to issue. */
@NullMarked
package org.web3ecosystem.trustchain.offer;

import org.jspecify.annotations.NullMarked;
