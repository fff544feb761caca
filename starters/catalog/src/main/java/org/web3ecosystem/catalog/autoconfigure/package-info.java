/** Wires the catalogue: its component, its module, its REST interface. */
@NullMarked
package org.web3ecosystem.catalog.autoconfigure;

import org.jspecify.annotations.NullMarked;
