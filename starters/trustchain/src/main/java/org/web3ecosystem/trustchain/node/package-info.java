/** The component as it runs on one node. */
@NullMarked
package org.web3ecosystem.trustchain.node;

import org.jspecify.annotations.NullMarked;
