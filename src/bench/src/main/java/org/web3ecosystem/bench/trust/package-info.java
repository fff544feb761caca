/** Certificates and their log beside what they are made of. */
@NullMarked
package org.web3ecosystem.bench.trust;

import org.jspecify.annotations.NullMarked;
