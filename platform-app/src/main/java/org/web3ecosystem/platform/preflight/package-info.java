/** What this machine lacks before anything is started. */
@NullMarked
package org.web3ecosystem.platform.preflight;

import org.jspecify.annotations.NullMarked;
