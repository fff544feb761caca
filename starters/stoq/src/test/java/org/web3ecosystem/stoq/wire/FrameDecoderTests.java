package org.web3ecosystem.stoq.wire;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.cbor.Cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FrameDecoderTests {

	private final Frame message = Frame.of(FrameType.MESSAGE, Cbor.of(new byte[] { 1, 2, 3 }));

	@Test
	void readsWhatFramesWriteInWhateverPieces() {
		EmbeddedChannel channel = reading(EnumSet.of(FrameType.MESSAGE));
		ByteBuf bytes = encode(message);
		while (bytes.isReadable()) {
			channel.writeInbound(Unpooled.wrappedBuffer(new byte[] { bytes.readByte() }));
		}
		Frame read = channel.readInbound();
		assertThat(read.type()).isEqualTo(FrameType.MESSAGE);
		assertThat(read.body()).isEqualTo(message.body());
	}

	@Test
	void readsTheFramesOfOneBufferOneByOne() {
		EmbeddedChannel channel = reading(EnumSet.of(FrameType.MESSAGE));
		channel.writeInbound(Unpooled.wrappedBuffer(encode(message), encode(message)));
		assertThat(channel.inboundMessages()).hasSize(2);
	}

	@Test
	void judgesTheHeaderBeforeTheBodyIsThere() {
		assertRefused(header(1 << 30, 1, 0, FrameType.MESSAGE.code()), CloseCode.FRAME_TOO_LARGE);
		assertRefused(header(-1, 1, 0, FrameType.MESSAGE.code()), CloseCode.FRAME_TOO_LARGE);
		assertRefused(header(1, 2, 0, FrameType.MESSAGE.code()), CloseCode.BAD_FRAME);
		assertRefused(header(1, 1, 1, FrameType.MESSAGE.code()), CloseCode.BAD_FRAME);
		assertRefused(header(1, 1, 0, 4711), CloseCode.UNKNOWN_FRAME);
		assertRefused(header(1, 1, 0, FrameType.HELLO.code()), CloseCode.UNEXPECTED_FRAME);
	}

	@Test
	void surviveSeededNoise() {
		Random random = new Random(20260101);
		for (int i = 0; i < 20_000; i++) {
			EmbeddedChannel channel = reading(EnumSet.allOf(FrameType.class));
			ByteBuf bytes = encode(message);
			bytes.setByte(random.nextInt(bytes.readableBytes()), random.nextInt(256));
			try {
				channel.writeInbound(bytes.readSlice(1 + random.nextInt(bytes.readableBytes())).retain());
			}
			catch (WireException refused) {
				assertThat(refused.code()).isNotEqualTo(CloseCode.DONE);
			}
			channel.finishAndReleaseAll();
		}
	}

	private static void assertRefused(ByteBuf bytes, CloseCode code) {
		assertThatThrownBy(() -> reading(EnumSet.of(FrameType.MESSAGE)).writeInbound(bytes))
			.isInstanceOfSatisfying(WireException.class, refused -> assertThat(refused.code()).isEqualTo(code));
	}

	private static EmbeddedChannel reading(Set<FrameType> expected) {
		return new EmbeddedChannel(new FrameDecoder(expected));
	}

	private static ByteBuf encode(Frame frame) {
		ByteBuf direct = frame.encode(UnpooledByteBufAllocator.DEFAULT);
		ByteBuf copy = Unpooled.copiedBuffer(direct);
		direct.release();
		return copy;
	}

	private static ByteBuf header(int length, int version, int flags, int type) {
		return Unpooled.buffer().writeInt(length).writeByte(version).writeByte(flags).writeShort(type);
	}

}
