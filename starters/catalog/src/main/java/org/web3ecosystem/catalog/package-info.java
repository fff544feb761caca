/** The package catalogue: its façade and its component. */
@NullMarked
package org.web3ecosystem.catalog;

import org.jspecify.annotations.NullMarked;
