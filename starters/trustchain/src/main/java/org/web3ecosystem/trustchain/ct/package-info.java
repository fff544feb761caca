/** The transparency log: every certificate issued here, append-only, provable. */
@NullMarked
package org.web3ecosystem.trustchain.ct;

import org.jspecify.annotations.NullMarked;
