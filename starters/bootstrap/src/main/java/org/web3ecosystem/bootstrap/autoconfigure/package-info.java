/** Spring wiring, properties and the explanation of mistakes. */
@NullMarked
package org.web3ecosystem.bootstrap.autoconfigure;

import org.jspecify.annotations.NullMarked;
