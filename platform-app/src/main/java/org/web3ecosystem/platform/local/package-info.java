/** Four nodes in one process, and how their walk is shown. */
@NullMarked
package org.web3ecosystem.platform.local;

import org.jspecify.annotations.NullMarked;
