/** The description of the REST interface (OpenAPI 3.1), as far as this node has it. */
@NullMarked
package org.web3ecosystem.platform.api;

import org.jspecify.annotations.NullMarked;
