/**
 * Deterministic CBOR (RFC 8949 section 4.2): what is signed or sent is written one way
 * only.
 */
@NullMarked
package org.web3ecosystem.spi.cbor;

import org.jspecify.annotations.NullMarked;
