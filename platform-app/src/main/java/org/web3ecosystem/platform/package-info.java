/** The fat jar: its main class and its commands. */
@NullMarked
package org.web3ecosystem.platform;

import org.jspecify.annotations.NullMarked;
