/** Who contradicted itself, how that is shown, and what follows. */
@NullMarked
package org.web3ecosystem.hypermesh.conduct;

import org.jspecify.annotations.NullMarked;
