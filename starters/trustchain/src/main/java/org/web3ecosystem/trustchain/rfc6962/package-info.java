/** What others may ask of the log and hand in to it, as RFC 6962 has it. */
@NullMarked
package org.web3ecosystem.trustchain.rfc6962;

import org.jspecify.annotations.NullMarked;
