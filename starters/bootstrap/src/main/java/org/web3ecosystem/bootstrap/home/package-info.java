/** A node's own directory. */
@NullMarked
package org.web3ecosystem.bootstrap.home;

import org.jspecify.annotations.NullMarked;
