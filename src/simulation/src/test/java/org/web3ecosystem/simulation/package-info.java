/**
 * Many nodes on one thread, with a clock, network and disks that are drawn from a seed.
 */
@NullMarked
package org.web3ecosystem.simulation;

import org.jspecify.annotations.NullMarked;
