/** What an ACME server refuses with. */
@NullMarked
package org.web3ecosystem.trustchain.acme.problem;

import org.jspecify.annotations.NullMarked;
