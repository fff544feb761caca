/** What was used, what it costs and what it earns. */
@NullMarked
package org.web3ecosystem.caesar.usage;

import org.jspecify.annotations.NullMarked;
