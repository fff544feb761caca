/**
 * Proofs that a key may do an operation: stake and work are real, space and time are not
 * there yet and nothing here pretends they were.
 */
@NullMarked
package org.web3ecosystem.hypermesh.proof;

import org.jspecify.annotations.NullMarked;
