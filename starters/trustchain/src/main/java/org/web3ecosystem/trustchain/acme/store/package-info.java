/** Where the state of the ACME server lies. */
@NullMarked
package org.web3ecosystem.trustchain.acme.store;

import org.jspecify.annotations.NullMarked;
