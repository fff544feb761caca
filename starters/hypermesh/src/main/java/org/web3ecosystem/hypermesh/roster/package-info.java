/**
 * Who agrees, decided by those who agree: a change is proposed, approved by more than two
 * thirds of the weight, signed by them, and counts from the next epoch on.
 */
@NullMarked
package org.web3ecosystem.hypermesh.roster;

import org.jspecify.annotations.NullMarked;
