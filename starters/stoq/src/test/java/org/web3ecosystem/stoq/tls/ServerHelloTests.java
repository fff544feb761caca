package org.web3ecosystem.stoq.tls;

import java.nio.ByteBuffer;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.stoq.wire.KeyExchange;

import static org.assertj.core.api.Assertions.assertThat;

class ServerHelloTests {

	private static final String VERSION_EXTENSION = "002b00020304";

	@Test
	void tellsTheGroupOfItsKeyShare() {
		assertThat(ServerHello.group(hello("", VERSION_EXTENSION + "00330024001d0020" + "11".repeat(32))))
			.hasValue(KeyExchange.X25519);
		assertThat(ServerHello.group(hello("ab".repeat(32), "0033004500170041" + "04".repeat(65) + VERSION_EXTENSION)))
			.hasValue(KeyExchange.P256);
	}

	/**
	 * RFC 8446 section 4.2.8: the key share of a HelloRetryRequest is the group alone.
	 */
	@Test
	void aHelloRetryRequestTellsWhichOneItWants() {
		assertThat(ServerHello.group(hello("", VERSION_EXTENSION + "003300020017"))).hasValue(KeyExchange.P256);
	}

	@Test
	void theBeginningIsEnough() {
		String share = "0033046411ec0460" + "22".repeat(1120);
		byte[] whole = hello("", VERSION_EXTENSION + share).array();
		int group = whole.length - 1120 - 2;
		for (int length = 0; length < group; length++) {
			assertThat(ServerHello.group(ByteBuffer.wrap(whole, 0, length))).as("length " + length).isEmpty();
		}
		assertThat(ServerHello.group(ByteBuffer.wrap(whole, 0, group))).hasValue(KeyExchange.X25519MLKEM768);
	}

	@Test
	void whatIsNotOfferedHereIsUnknown() {
		assertThat(ServerHello.group(hello("", "003300020018"))).hasValue(KeyExchange.UNKNOWN);
	}

	@Test
	void anotherMessageOrOneWithoutKeyShareTellsNothing() {
		byte[] other = hello("", "003300020017").array();
		other[0] = 8;
		assertThat(ServerHello.group(ByteBuffer.wrap(other))).isEmpty();
		assertThat(ServerHello.group(hello("", VERSION_EXTENSION))).isEmpty();
	}

	private static ByteBuffer hello(String session, String extensions) {
		String body = "0303" + "ee".repeat(32) + HexFormat.of().toHexDigits((byte) (session.length() / 2)) + session
				+ "1301" + "00" + HexFormat.of().toHexDigits((short) (extensions.length() / 2)) + extensions;
		return ByteBuffer
			.wrap(HexFormat.of().parseHex("02" + HexFormat.of().toHexDigits(body.length() / 2).substring(2) + body));
	}

}
