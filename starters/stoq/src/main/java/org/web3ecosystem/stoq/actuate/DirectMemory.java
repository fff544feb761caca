package org.web3ecosystem.stoq.actuate;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.util.internal.PlatformDependent;

/**
 * Memory outside of the heap, which packets, frames and what waits to be sent are in. The
 * QUIC library itself has memory of its own beside it, about 100 KiB for each connection.
 *
 * @param used bytes
 * @param limit bytes; beyond it nothing more is sent or received
 */
public record DirectMemory(long used, long limit) {

	private static final double NEAR = 0.9;

	private static final int MEBI = 20;

	/** As of now. */
	public static DirectMemory now() {
		long used = (ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider allocator)
				? allocator.metric().usedDirectMemory() : 0;
		return new DirectMemory(used, PlatformDependent.maxDirectMemory());
	}

	/** Whether more than nine tenths are used. */
	public boolean isNearLimit() {
		return used > NEAR * limit;
	}

	@Override
	public String toString() {
		return (used >> MEBI) + " of " + (limit >> MEBI) + " MiB";
	}

}
