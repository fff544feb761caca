/** A federation on disk, as init makes it. */
@NullMarked
package org.web3ecosystem.platform.federation;

import org.jspecify.annotations.NullMarked;
