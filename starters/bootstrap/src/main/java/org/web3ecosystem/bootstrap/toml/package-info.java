/** Reads bootstrap.toml and says which line is wrong. */
@NullMarked
package org.web3ecosystem.bootstrap.toml;

import org.jspecify.annotations.NullMarked;
