package org.web3ecosystem.stoq.quic;

import java.net.InetSocketAddress;
import java.util.Arrays;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.web3ecosystem.stoq.wire.Tally;

import static org.assertj.core.api.Assertions.assertThat;

class ShortInitialsTests {

	private static final InetSocketAddress SOMEBODY = new InetSocketAddress("192.0.2.7", 4711);

	private final Tally tally = new Tally();

	private final EmbeddedChannel channel = new EmbeddedChannel(new ShortInitials(tally));

	@AfterEach
	void close() {
		channel.finishAndReleaseAll();
	}

	/** First byte: 0xc0 Initial, 0xd0 0-RTT, 0xe0 Handshake, 0x40 a short header. */
	@ParameterizedTest
	@CsvSource({ "0xc0, 1, 1199, false", "0xcf, 1, 20, false", "0xc0, 1, 5, false", "0xc0, 1, 1200, true",
			"0xe0, 1, 50, true", "0xd0, 1, 50, true", "0x40, 1, 50, true", "0xe0, 2, 1199, false",
			"0xe0, 2, 1200, true", "0xe0, 0, 40, false" })
	void whatBeginsAConnectionAndIsTooShortIsDroppedAndCounted(String first, int version, int length, boolean passes) {
		channel.writeInbound(datagram(Integer.decode(first), version, length));
		assertThat(channel.<Object>readInbound() != null).isEqualTo(passes);
		assertThat(tally.refusals(Tally.Refusal.SHORT)).isEqualTo(passes ? 0 : 1);
	}

	@Test
	void whatIsCutOffOrEmptyHarmsNothing() {
		for (int length = 0; length < 6; length++) {
			channel.writeInbound(datagram(0xc0, 1, length));
		}
		channel.writeInbound("no datagram");
		assertThat(tally.refusals(Tally.Refusal.SHORT)).isEqualTo(5);
	}

	@Test
	void whatIsDroppedIsGivenBack() {
		DatagramPacket dropped = datagram(0xc0, 1, 100);
		channel.writeInbound(dropped);
		assertThat(dropped.refCnt()).isZero();
	}

	private static DatagramPacket datagram(int first, int version, int length) {
		byte[] bytes = new byte[Math.max(5, length)];
		bytes[0] = (byte) first;
		bytes[4] = (byte) version;
		return new DatagramPacket(Unpooled.wrappedBuffer(Arrays.copyOf(bytes, length)), SOMEBODY, SOMEBODY);
	}

}
