/** Who may talk: HELLO, its signature and its judgement. */
@NullMarked
package org.web3ecosystem.stoq.hello;

import org.jspecify.annotations.NullMarked;
