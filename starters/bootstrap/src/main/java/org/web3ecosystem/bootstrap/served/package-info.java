/** The table of phases as a config server hands it out, and the copy a node keeps. */
@NullMarked
package org.web3ecosystem.bootstrap.served;

import org.jspecify.annotations.NullMarked;
