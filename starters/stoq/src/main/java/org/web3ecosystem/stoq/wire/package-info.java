/** Frames, close codes and limits: what the bytes on a stream mean. */
@NullMarked
package org.web3ecosystem.stoq.wire;

import org.jspecify.annotations.NullMarked;
