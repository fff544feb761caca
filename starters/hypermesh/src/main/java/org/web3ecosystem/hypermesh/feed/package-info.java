/** Committed blocks, one after the other: kept on disk, read from any height. */
@NullMarked
package org.web3ecosystem.hypermesh.feed;

import org.jspecify.annotations.NullMarked;
