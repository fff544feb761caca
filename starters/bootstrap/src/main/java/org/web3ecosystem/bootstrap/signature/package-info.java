/**
 * Which provider makes and checks the signatures of this JVM.
 */
@NullMarked
package org.web3ecosystem.bootstrap.signature;

import org.jspecify.annotations.NullMarked;
