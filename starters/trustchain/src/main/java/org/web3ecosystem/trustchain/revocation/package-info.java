/** What outside clients are told of leaves that were taken back: lists and OCSP. */
@NullMarked
package org.web3ecosystem.trustchain.revocation;

import org.jspecify.annotations.NullMarked;
