/** Streams over one TCP connection: TLS 1.3 and HTTP/2, for where UDP is blocked. */
@NullMarked
package org.web3ecosystem.stoq.tcp;

import org.jspecify.annotations.NullMarked;
