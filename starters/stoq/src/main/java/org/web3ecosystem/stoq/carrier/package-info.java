/** What carries streams between two nodes, whatever it runs over. */
@NullMarked
package org.web3ecosystem.stoq.carrier;

import org.jspecify.annotations.NullMarked;
