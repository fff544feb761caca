/** HyperMesh's health and metrics. */
@NullMarked
package org.web3ecosystem.hypermesh.actuate;

import org.jspecify.annotations.NullMarked;
