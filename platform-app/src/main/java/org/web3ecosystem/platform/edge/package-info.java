/** HTTPS and who may ask for what. */
@NullMarked
package org.web3ecosystem.platform.edge;

import org.jspecify.annotations.NullMarked;
