package org.web3ecosystem.stoq.quic;

import java.util.Arrays;
import java.util.HexFormat;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.stoq.tls.ServerHello;
import org.web3ecosystem.stoq.wire.KeyExchange;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 9001 appendix A. */
class InitialKeysTests {

	/** Appendix A.1: how the client calls the server. */
	static final byte[] CALLED = bytes("8394c8f03e515708");

	/** Appendix A.3: the server's ACK and ServerHello. */
	static final byte[] PAYLOAD = bytes("02000000000600405a020000560303eefce7f7b37ba1d1632e96677825ddf73988cfc7"
			+ "9825df566dc5430b9a045a1200130100002e00330024001d00209d3c940d89690b84d08a60993c144eca684d1081287c834d53"
			+ "11bcf32bb9da1a002b00020304");

	/** Appendix A.3: those on the wire. */
	static final byte[] PACKET = bytes("cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a5816b639"
			+ "4100f37a1c69797554780bb38cc5a99f5ede4cf73c3ec2493a1839b3dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3b"
			+ "ded74b562bfb19fb84022f8ef4cdd93795d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc42158407dd074ee");

	@Test
	void openThePacketOfTheServer() {
		InitialPacket packet = packet(PACKET);
		assertThat(packet.destination()).isEmpty();
		assertThat(packet.source()).isEqualTo(bytes("f067a5502a4262b5"));
		assertThat(packet.retried()).isFalse();
		assertThat(InitialKeys.ofServer(CALLED).open(packet)).hasValue(PAYLOAD);
	}

	@Test
	void whatFollowsThePacketIsNotOfIt() {
		byte[] datagram = Arrays.copyOf(PACKET, 1200);
		assertThat(InitialKeys.ofServer(CALLED).open(packet(datagram))).hasValue(PAYLOAD);
	}

	@Test
	void openNoPacketOfAnotherConnectionAndNoneThatWasChanged() {
		assertThat(InitialKeys.ofServer(bytes("8394c8f03e515709")).open(packet(PACKET))).isEmpty();
		// not the lengths: with those it would be another packet
		for (int i = 18; i < PACKET.length; i++) {
			byte[] changed = PACKET.clone();
			changed[i] ^= 1;
			assertThat(InitialKeys.ofServer(CALLED).open(packet(changed))).as("byte " + i).isEmpty();
		}
	}

	@Test
	void theServerHelloInItTellsTheGroup() {
		CryptoStart start = new CryptoStart();
		start.add(InitialKeys.ofServer(CALLED).open(packet(PACKET)).orElseThrow());
		assertThat(ServerHello.group(start.bytes())).hasValue(KeyExchange.X25519);
	}

	@Test
	void whatIsCutOffOrOfAnotherKindIsNoInitialPacket() {
		for (int length = 0; length < PACKET.length; length++) {
			assertThat(InitialPacket.first(Unpooled.wrappedBuffer(PACKET, 0, length))).as("length " + length).isEmpty();
		}
		for (int first : new int[] { 0x40, 0xd0, 0xe0, 0xf0, 0x80, 0x0f }) {
			byte[] other = PACKET.clone();
			other[0] = (byte) first;
			assertThat(InitialPacket.first(Unpooled.wrappedBuffer(other))).as("first byte " + first).isEmpty();
		}
		byte[] ofVersion2 = PACKET.clone();
		ofVersion2[4] = 2;
		assertThat(InitialPacket.first(Unpooled.wrappedBuffer(ofVersion2))).isEmpty();
		byte[] withALongId = PACKET.clone();
		withALongId[5] = 21;
		assertThat(InitialPacket.first(Unpooled.wrappedBuffer(withALongId))).isEmpty();
	}

	static InitialPacket packet(byte[] datagram) {
		return InitialPacket.first(Unpooled.wrappedBuffer(datagram)).orElseThrow();
	}

	static byte[] bytes(String hex) {
		return HexFormat.of().parseHex(hex);
	}

}
