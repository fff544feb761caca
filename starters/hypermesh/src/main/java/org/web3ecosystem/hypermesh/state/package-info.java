/**
 * The Merkle tree over the ledger's entries, its roots as validators sign them, and what
 * anyone can check about an entry without a node.
 */
@NullMarked
package org.web3ecosystem.hypermesh.state;

import org.jspecify.annotations.NullMarked;
