/** The ACME server (RFC 8555, RFC 8737, RFC 9773), without HTTP. */
@NullMarked
package org.web3ecosystem.trustchain.acme;

import org.jspecify.annotations.NullMarked;
