/** HyperMesh as a component: agreement and what it carries. */
@NullMarked
package org.web3ecosystem.hypermesh;

import org.jspecify.annotations.NullMarked;
