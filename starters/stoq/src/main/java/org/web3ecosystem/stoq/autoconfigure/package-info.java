/** Spring wiring and properties. */
@NullMarked
package org.web3ecosystem.stoq.autoconfigure;

import org.jspecify.annotations.NullMarked;
