/** The command line: what may be asked for, and how it is read. */
@NullMarked
package org.web3ecosystem.platform.command;

import org.jspecify.annotations.NullMarked;
