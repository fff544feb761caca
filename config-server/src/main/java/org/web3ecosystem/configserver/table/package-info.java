/** The table of phases that is served: the last one that was possible. */
@NullMarked
package org.web3ecosystem.configserver.table;

import org.jspecify.annotations.NullMarked;
