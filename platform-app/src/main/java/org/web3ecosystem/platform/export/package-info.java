/** The ledger as a file, taken from a running node and checked without one. */
@NullMarked
package org.web3ecosystem.platform.export;

import org.jspecify.annotations.NullMarked;
