/** The table: phases are rows, seats are columns, a cell is an ordered list of offers. */
@NullMarked
package org.web3ecosystem.bootstrap.table;

import org.jspecify.annotations.NullMarked;
