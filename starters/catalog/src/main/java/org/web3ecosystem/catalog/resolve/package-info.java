/** Semantic versions, constraints, and what satisfies them all at once. */
@NullMarked
package org.web3ecosystem.catalog.resolve;

import org.jspecify.annotations.NullMarked;
