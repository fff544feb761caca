/**
 * Tells administrators what is wrong with this node and when it is over: once each, as an
 * event, a line in the log, a figure and a signed request to an address of theirs.
 */
@NullMarked
package org.web3ecosystem.bootstrap.alert;

import org.jspecify.annotations.NullMarked;
