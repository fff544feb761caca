/** The first class to run: older Java than the rest, to say which Java is missing. */
@NullMarked
package org.web3ecosystem.platform.launch;

import org.jspecify.annotations.NullMarked;
