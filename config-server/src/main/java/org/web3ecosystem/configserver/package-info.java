/** Serves bootstrap.toml as profile documents (Spring Cloud Config). */
@NullMarked
package org.web3ecosystem.configserver;

import org.jspecify.annotations.NullMarked;
