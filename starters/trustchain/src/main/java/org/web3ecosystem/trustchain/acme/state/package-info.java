/** What an ACME server remembers: accounts, orders, certificates, as values. */
@NullMarked
package org.web3ecosystem.trustchain.acme.state;

import org.jspecify.annotations.NullMarked;
