package org.web3ecosystem.stoq.quic;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CryptoStartTests {

	private static final byte[] HANDSHAKE = new byte[1200];

	static {
		IntStream.range(0, HANDSHAKE.length).forEach(i -> HANDSHAKE[i] = (byte) (i * 7));
	}

	private final CryptoStart start = new CryptoStart();

	@Test
	void piecesThatFollowOneAnotherAreJoined() {
		start.add(crypto(0, 40));
		start.add(crypto(40, 90));
		assertThat(known()).isEqualTo(Arrays.copyOf(HANDSHAKE, 90));
	}

	@Test
	void repeatedOnesAndThoseThatOverlapAddWhatIsNew() {
		start.add(crypto(0, 40));
		start.add(crypto(0, 40));
		start.add(crypto(10, 30));
		start.add(crypto(20, 60));
		assertThat(known()).isEqualTo(Arrays.copyOf(HANDSHAKE, 60));
	}

	@Test
	void behindAGapNothingIsTakenUntilItIsClosed() {
		start.add(crypto(50, 90));
		assertThat(known()).isEmpty();
		start.add(crypto(0, 50));
		start.add(crypto(50, 90));
		assertThat(known()).isEqualTo(Arrays.copyOf(HANDSHAKE, 90));
	}

	@Test
	void noMoreIsKeptThanWhatCouldTell() {
		start.add(crypto(0, 400));
		start.add(crypto(400, 1200));
		start.add(crypto(512, 1200));
		assertThat(known()).isEqualTo(Arrays.copyOf(HANDSHAKE, 512));
	}

	@Test
	void otherFramesArePassedOver() {
		byte[] padding = { 0, 0, 0 };
		byte[] ping = { 1 };
		// RFC 9000 section 19.3: up to 9, without 5 to 6, and 2
		byte[] ack = { 2, 9, 0, 2, 2, 0, 1, 1, 0 };
		byte[] ackWithEcn = { 3, 9, 0, 0, 2, 1, 2, 3 };
		for (byte[] other : new byte[][] { padding, ping, ack, ackWithEcn }) {
			CryptoStart behind = new CryptoStart();
			behind.add(joined(other, crypto(0, 30)));
			assertThat(behind.bytes().remaining()).isEqualTo(30);
		}
	}

	@Test
	void nothingIsTakenBehindAFrameThatIsNotOfInitialPackets() {
		start.add(joined(crypto(0, 10), new byte[] { 0x1c, 0, 0, 0 }, crypto(10, 20)));
		assertThat(known()).hasSize(10);
	}

	@Test
	void aPieceThatIsLongerThanItsPacketIsNotTaken() {
		byte[] frame = crypto(0, 60);
		start.add(Arrays.copyOf(frame, frame.length - 1));
		assertThat(known()).isEmpty();
	}

	private byte[] known() {
		ByteBuffer bytes = start.bytes();
		byte[] known = new byte[bytes.remaining()];
		bytes.get(known);
		return known;
	}

	/** With two bytes for each number. */
	private static byte[] crypto(int from, int to) {
		return ByteBuffer.allocate(5 + to - from)
			.put((byte) 6)
			.putShort((short) (0x4000 | from))
			.putShort((short) (0x4000 | to - from))
			.put(HANDSHAKE, from, to - from)
			.array();
	}

	private static byte[] joined(byte[]... parts) {
		ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
		for (byte[] part : parts) {
			all.put(part);
		}
		return all.array();
	}

}
