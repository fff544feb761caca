/** Wires what there is of catalog: a component that says it is not built. */
@NullMarked
package org.web3ecosystem.catalog.autoconfigure;

import org.jspecify.annotations.NullMarked;
