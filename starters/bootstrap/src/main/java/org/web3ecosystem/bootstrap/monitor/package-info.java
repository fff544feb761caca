/** Drives the machine, starts components, looks at criteria and remembers how it went. */
@NullMarked
package org.web3ecosystem.bootstrap.monitor;

import org.jspecify.annotations.NullMarked;
