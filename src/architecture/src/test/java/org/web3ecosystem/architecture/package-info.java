/** The rules of the house, as tests. */
@NullMarked
package org.web3ecosystem.architecture;

import org.jspecify.annotations.NullMarked;
