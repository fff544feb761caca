/** What a package is: its manifest, its blobs and the digests that bind them. */
@NullMarked
package org.web3ecosystem.catalog.entry;

import org.jspecify.annotations.NullMarked;
