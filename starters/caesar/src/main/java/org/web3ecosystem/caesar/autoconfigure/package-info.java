/** Wires what there is of caesar: a component that says it is not built. */
@NullMarked
package org.web3ecosystem.caesar.autoconfigure;

import org.jspecify.annotations.NullMarked;
