/** Processes, federations of them, outside peers, and waiting for conditions. */
@NullMarked
package org.web3ecosystem.systemtest.harness;

import org.jspecify.annotations.NullMarked;
