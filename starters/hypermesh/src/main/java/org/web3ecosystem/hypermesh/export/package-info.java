/**
 * The whole ledger of one height as JSON lines that anybody can check with the genesis
 * document alone.
 */
@NullMarked
package org.web3ecosystem.hypermesh.export;

import org.jspecify.annotations.NullMarked;
