/** HyperMesh's beans and its REST interface. */
@NullMarked
package org.web3ecosystem.hypermesh.autoconfigure;

import org.jspecify.annotations.NullMarked;
