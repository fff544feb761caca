/** The catalogue's health and metrics. */
@NullMarked
package org.web3ecosystem.catalog.actuate;

import org.jspecify.annotations.NullMarked;
