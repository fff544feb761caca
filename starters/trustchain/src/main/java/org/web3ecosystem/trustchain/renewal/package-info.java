/** Certificates of this process, obtained and obtained anew in time. */
@NullMarked
package org.web3ecosystem.trustchain.renewal;

import org.jspecify.annotations.NullMarked;
