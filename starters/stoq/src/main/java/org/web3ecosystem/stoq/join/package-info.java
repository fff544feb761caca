/** The join door and the one who knocks. */
@NullMarked
package org.web3ecosystem.stoq.join;

import org.jspecify.annotations.NullMarked;
