/** The command line as a client of a running federation. */
@NullMarked
package org.web3ecosystem.platform.client;

import org.jspecify.annotations.NullMarked;
