/**
 * What the calls of one offer are held to: a time limit, a circuit breaker and a
 * bulkhead, and how a seat asks again. Resilience4j does the work.
 */
@NullMarked
package org.web3ecosystem.bootstrap.guard;

import org.jspecify.annotations.NullMarked;
