/**
 * The component: listens, keeps connected to every other validator, finds the criteria.
 */
@NullMarked
package org.web3ecosystem.stoq.mesh;

import org.jspecify.annotations.NullMarked;
