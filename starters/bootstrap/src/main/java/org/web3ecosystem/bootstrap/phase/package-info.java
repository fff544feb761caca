/** The phase machine and its journal, without clock, thread or Spring. */
@NullMarked
package org.web3ecosystem.bootstrap.phase;

import org.jspecify.annotations.NullMarked;
