package org.web3ecosystem.stoq.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.DefaultByteBufHolder;
import io.netty.buffer.Unpooled;

/**
 * The last bytes of one direction of a stream: its end rides in them. A shutdown of its
 * own would overtake what is queued.
 */
public final class LastBytes extends DefaultByteBufHolder {

	public LastBytes(ByteBuf content) {
		super(content);
	}

	/** Nothing more than the end. */
	public static LastBytes none() {
		return new LastBytes(Unpooled.EMPTY_BUFFER);
	}

	@Override
	public LastBytes replace(ByteBuf content) {
		return new LastBytes(content);
	}

}
