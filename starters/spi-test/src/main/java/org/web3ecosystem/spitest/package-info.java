/** Contract suites and fixtures that every offer's tests can use. */
@NullMarked
package org.web3ecosystem.spitest;

import org.jspecify.annotations.NullMarked;
