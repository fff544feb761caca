package org.web3ecosystem.stoq.wire;

import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;

/**
 * Reads frames of the types that are expected here and nothing else. The header is judged
 * before a byte of the body is waited for or allocated; that there is room for the body
 * is part of the judgement.
 */
public final class FrameDecoder extends ByteToMessageDecoder {

	private final IntPredicate room;

	private Set<FrameType> expected;

	/** The header of the frame that is being read has been judged. */
	private boolean begun;

	public FrameDecoder(Set<FrameType> expected) {
		this(expected, length -> true);
	}

	/**
	 * @param room asked once for each frame, with the length of its body
	 */
	public FrameDecoder(Set<FrameType> expected, IntPredicate room) {
		this.expected = Set.copyOf(expected);
		this.room = room;
	}

	/** From the next frame on, expects these. */
	public void expect(Set<FrameType> types) {
		this.expected = Set.copyOf(types);
	}

	@Override
	protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
		if (in.readableBytes() < Frame.HEADER) {
			return;
		}
		FrameType type = judgeHeader(in);
		int length = in.getInt(in.readerIndex());
		if (!begun && !room.test(length)) {
			throw refuse(in, CloseCode.OVERLOADED, "no room for " + type + " of " + length + " bytes");
		}
		begun = true;
		if (in.readableBytes() - Frame.HEADER < length) {
			return;
		}
		begun = false;
		in.skipBytes(Frame.HEADER);
		byte[] body = new byte[length];
		in.readBytes(body);
		out.add(new Frame(type, body));
	}

	@Override
	protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
		super.decodeLast(context, in, out);
		if (out.isEmpty() && in.isReadable() && context.channel().isActive()) {
			int left = in.readableBytes();
			in.skipBytes(left);
			throw new WireException(CloseCode.BAD_FRAME, "a frame ends after " + left + " bytes");
		}
	}

	private FrameType judgeHeader(ByteBuf in) {
		int start = in.readerIndex();
		long length = in.getUnsignedInt(start);
		int version = in.getUnsignedByte(start + 4);
		int flags = in.getUnsignedByte(start + 5);
		int code = in.getUnsignedShort(start + 6);
		if (version != Frame.VERSION || flags != 0) {
			throw refuse(in, CloseCode.BAD_FRAME, "frame version " + version + " flags " + flags);
		}
		FrameType type = FrameType.of(code)
			.orElseThrow(() -> refuse(in, CloseCode.UNKNOWN_FRAME, "frame type " + code));
		if (!expected.contains(type)) {
			throw refuse(in, CloseCode.UNEXPECTED_FRAME, type + " is not expected here");
		}
		if (length > type.maxBody()) {
			throw refuse(in, CloseCode.FRAME_TOO_LARGE, type + " of " + length + " bytes");
		}
		return type;
	}

	private static WireException refuse(ByteBuf in, CloseCode code, String what) {
		in.skipBytes(in.readableBytes());
		return new WireException(code, what);
	}

}
