/** Who may do what over HTTP: one table, and the rules that read it. */
@NullMarked
package org.web3ecosystem.platform.access;

import org.jspecify.annotations.NullMarked;
