/** Names without the federation: the genesis document and the operator's resolvers. */
@NullMarked
package org.web3ecosystem.bootstrap.discovery;

import org.jspecify.annotations.NullMarked;
