/** The record of writes: durable, chained, readable by the operator. */
@NullMarked
package org.web3ecosystem.platform.audit;

import org.jspecify.annotations.NullMarked;
