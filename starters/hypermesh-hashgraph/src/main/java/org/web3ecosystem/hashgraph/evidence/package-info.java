/** Finding validators that contradict themselves. */
@NullMarked
package org.web3ecosystem.hashgraph.evidence;

import org.jspecify.annotations.NullMarked;
