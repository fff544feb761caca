/**
 * Proofs that a key may do an operation: stake, work and time are real, space is not
 * there yet and nothing here pretends it was.
 */
@NullMarked
package org.web3ecosystem.hypermesh.proof;

import org.jspecify.annotations.NullMarked;
