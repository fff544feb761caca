/** What verifying a proof bundle costs. */
@NullMarked
package org.web3ecosystem.bench.proof;

import org.jspecify.annotations.NullMarked;
