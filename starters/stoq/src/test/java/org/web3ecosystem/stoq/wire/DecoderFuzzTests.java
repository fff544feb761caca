package org.web3ecosystem.stoq.wire;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.stoq.Mutations;
import org.web3ecosystem.stoq.hello.Hello;
import org.web3ecosystem.stoq.hello.Refusal;
import org.web3ecosystem.stoq.hello.RefusedHelloException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Frames with something wrong are refused in the words of the protocol, or are other
 * frames: nothing else comes out, whatever comes in.
 */
class DecoderFuzzTests {

	private static final int VERSION_OFFSET = 4;

	private final List<byte[]> bodies = new ArrayList<>();

	private final List<byte[]> frames = new ArrayList<>();

	private long refused;

	private long read;

	@Test
	void aFrameIsReadOrRefusedAndSoIsWhatIsInIt() {
		corpus();
		Mutations whole = new Mutations(frames);
		Mutations body = new Mutations(bodies);
		FrameType[] types = FrameType.values();
		for (int i = 0; i < Mutations.inputs(); i++) {
			byte[] input = (i % 2 == 0) ? whole.next() : framed(types[body.choose(types.length)], body.next());
			try {
				feed(input, whole.choose(input.length + 1));
			}
			catch (RuntimeException | StackOverflowError | OutOfMemoryError broken) {
				fail("input " + i + " of seeds " + whole.seed() + " and " + body.seed() + ": "
						+ HexFormat.of().formatHex(input), broken);
			}
		}
		System.out.println("inputs " + Mutations.inputs() + " refused " + refused + " read " + read);
		assertThat(refused).isPositive();
		assertThat(read).isPositive();
	}

	/** In two pieces. */
	private void feed(byte[] input, int cut) {
		EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(EnumSet.allOf(FrameType.class)));
		try {
			channel.writeInbound(Unpooled.wrappedBuffer(input, 0, cut));
			channel.writeInbound(Unpooled.wrappedBuffer(input, cut, input.length - cut));
		}
		catch (WireException wrong) {
			assertThat(wrong.code()).isNotEqualTo(CloseCode.DONE);
			refused++;
		}
		for (Frame frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
			assertThat(frame.body().length).isLessThanOrEqualTo(frame.type().maxBody());
			decode(frame);
		}
		try {
			channel.finishAndReleaseAll();
		}
		catch (WireException truncated) {
			refused++;
		}
	}

	private void decode(Frame frame) {
		try {
			Cbor item = Cbor.decode(frame.body(), frame.type().maxBody());
			assertThat(item.encode()).isEqualTo(frame.body());
			Hello.decode(frame.body());
			read++;
		}
		catch (CborException | RefusedHelloException malformed) {
			refused++;
		}
		try {
			Refusal.decode(frame.body());
			read++;
		}
		catch (RefusedHelloException malformed) {
			refused++;
		}
	}

	private static byte[] framed(FrameType type, byte[] body) {
		ByteBuf bytes = Unpooled.buffer(Frame.HEADER + body.length);
		bytes.writeInt(body.length).writeByte(Frame.VERSION).writeByte(0).writeShort(type.code()).writeBytes(body);
		return bytes.array();
	}

	private void corpus() {
		NodeKey key = NodeKey.generate();
		byte[] some = new byte[300];
		new SecureRandom().nextBytes(some);
		Hello hello = new Hello(new ChainId("test-0000000000000001"), Epoch.GENESIS, key.publicKey(),
				Instant.ofEpochMilli(1_700_000_000_000L), key.sign("corpus/1", some), null);
		bodies.add(hello.toCbor().encode());
		bodies.add(new Refusal(Refusal.Code.CERTIFICATE, "revoked", hello.toCbor().encode()).toCbor().encode());
		bodies.add(Cbor.struct(Map.entry("method", Cbor.of("test.echo")), Map.entry("deadline", Cbor.of(5_000)),
				Map.entry("body", Cbor.of(some)))
			.encode());
		bodies.add(Cbor.of(some).encode());
		bodies.add(Cbor.struct(Map.entry("kind", Cbor.of("overloaded")), Map.entry("message", Cbor.of("no"))).encode());
		bodies.add(Cbor.struct(Map.entry("protocol", Cbor.of("test.echoes"))).encode());
		bodies.add(Cbor.struct().encode());
		bodies.add(Cbor.of(List.of(Cbor.of(true), Cbor.of(-1), Cbor.of(List.of(Cbor.of(""))))).encode());
		for (byte[] body : bodies) {
			for (FrameType type : FrameType.values()) {
				byte[] frame = framed(type, body);
				assertThat(frame[VERSION_OFFSET]).isEqualTo((byte) Frame.VERSION);
				frames.add(frame);
			}
		}
	}

}
