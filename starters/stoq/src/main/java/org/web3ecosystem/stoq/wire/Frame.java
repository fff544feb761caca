package org.web3ecosystem.stoq.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

import org.web3ecosystem.spi.cbor.Cbor;

/**
 * One frame: u32 length of the body, u8 version, u8 flags, u16 type, body in
 * deterministic CBOR.
 *
 * @param type what it carries
 * @param body one CBOR item
 */
public record Frame(FrameType type, byte[] body) {

	/** Length, version, flags and type. */
	static final int HEADER = 8;

	/** The one version there is. */
	static final int VERSION = 1;

	public static Frame of(FrameType type, Cbor body) {
		return new Frame(type, body.encode());
	}

	/** The body, which must be a map. */
	public Cbor.Struct struct() {
		return Cbor.decodeStruct(body, type.maxBody());
	}

	/** For the wire. */
	public ByteBuf encode(ByteBufAllocator allocator) {
		if (body.length > type.maxBody()) {
			throw new IllegalArgumentException(type + " of " + body.length + " bytes");
		}
		ByteBuf out = allocator.directBuffer(HEADER + body.length);
		return out.writeInt(body.length).writeByte(VERSION).writeByte(0).writeShort(type.code()).writeBytes(body);
	}

	/** For the wire, as the last frame of its direction: the end rides in it. */
	public LastBytes last(ByteBufAllocator allocator) {
		return new LastBytes(encode(allocator));
	}

}
