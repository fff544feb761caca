/**
 * The plot of a node: a file of labels that only it has reason to keep, what the ledger
 * knows of it, and how a few of the labels are shown.
 */
@org.jspecify.annotations.NullMarked
package org.web3ecosystem.hypermesh.plot;
