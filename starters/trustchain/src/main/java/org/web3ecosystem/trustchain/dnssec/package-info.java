/** Signs what the name server says (RFC 4034, RFC 4035, RFC 9824). */
@NullMarked
package org.web3ecosystem.trustchain.dnssec;

import org.jspecify.annotations.NullMarked;
