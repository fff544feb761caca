/** What an operator does about one node: let one join, join, lower a node's marks. */
@NullMarked
package org.web3ecosystem.platform.membership;

import org.jspecify.annotations.NullMarked;
