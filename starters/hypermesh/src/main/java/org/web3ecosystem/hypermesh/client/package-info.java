/**
 * The ledger for programs that are no node: owners with a key of their own, over HTTPS.
 */
@org.jspecify.annotations.NullMarked
package org.web3ecosystem.hypermesh.client;
