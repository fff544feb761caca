/** One node: its application context. */
@NullMarked
package org.web3ecosystem.platform.node;

import org.jspecify.annotations.NullMarked;
