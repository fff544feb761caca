package org.web3ecosystem.stoq.quic;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.stoq.Fuzz;
import org.web3ecosystem.stoq.tls.ServerHello;

/** Initial packets, and what is in them, with something wrong. */
class InitialPacketFuzzTests {

	@Test
	void isAPacketOrNone() {
		Fuzz.of(List.of(InitialKeysTests.PACKET), input -> {
			InitialPacket packet = InitialPacket.first(Unpooled.wrappedBuffer(input)).orElseThrow();
			packet.to();
			packet.from();
		}, Set.of(NoSuchElementException.class));
	}

	@Test
	void isOpenedOrNot() {
		InitialKeys keys = InitialKeys.ofServer(InitialKeysTests.CALLED);
		Fuzz.of(List.of(InitialKeysTests.PACKET),
				input -> keys.open(InitialPacket.first(Unpooled.wrappedBuffer(input)).orElseThrow()).orElseThrow(),
				Set.of(NoSuchElementException.class));
	}

	@Test
	void tellsAGroupOrNot() {
		Fuzz.of(List.of(InitialKeysTests.PAYLOAD), input -> {
			CryptoStart start = new CryptoStart();
			start.add(input);
			ServerHello.group(start.bytes()).orElseThrow();
		}, Set.of(NoSuchElementException.class));
	}

}
