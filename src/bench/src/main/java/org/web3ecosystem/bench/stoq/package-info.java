/** What STOQ costs beside what a node could use in its place. */
@NullMarked
package org.web3ecosystem.bench.stoq;

import org.jspecify.annotations.NullMarked;
