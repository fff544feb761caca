/** What is seen of a whole node from outside: one validator in this process. */
@NullMarked
package org.web3ecosystem.platform.running;

import org.jspecify.annotations.NullMarked;
