/** The same write sent twice is carried out once. */
@NullMarked
package org.web3ecosystem.platform.idempotency;

import org.jspecify.annotations.NullMarked;
