/** Making certificates: the root ceremony, the issuing authority and its lint. */
@NullMarked
package org.web3ecosystem.trustchain.ca;

import org.jspecify.annotations.NullMarked;
