/** Who a message of DNS is from, by a secret that both sides have (TSIG, RFC 8945). */
@NullMarked
package org.web3ecosystem.trustchain.tsig;

import org.jspecify.annotations.NullMarked;
