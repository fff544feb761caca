/** What concurrent clients did and saw, and whether one order explains it. */
@NullMarked
package org.web3ecosystem.systemtest.history;

import org.jspecify.annotations.NullMarked;
