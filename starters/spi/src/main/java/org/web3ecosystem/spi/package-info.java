/**
 * What starters know of each other: values, offers and the seats they are put on. JDK and
 * JSpecify only.
 */
@NullMarked
package org.web3ecosystem.spi;

import org.jspecify.annotations.NullMarked;
