/** Judging certification paths: our rules on top of RFC 5280's algorithm. */
@NullMarked
package org.web3ecosystem.trustchain.path;

import org.jspecify.annotations.NullMarked;
