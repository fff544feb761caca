package org.web3ecosystem.trustchain.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CookiesTests {

	private static final byte[] SECRET = hex("e5e973e5a6b2a43f48e7dc849e37bfcf");

	private static final InetAddress CLIENT = InetAddress.ofLiteral("198.51.100.100");

	private static final byte[] FIRST = hex("2464c4abcf10c957");

	private Instant now = Instant.ofEpochSecond(1559731985);

	private final Cookies cookies = new Cookies(SECRET, () -> now);

	/** RFC 9018, appendix A. */
	@ParameterizedTest
	@CsvSource({
			"e5e973e5a6b2a43f48e7dc849e37bfcf, 1559731985, 198.51.100.100, 2464c4abcf10c957, 010000005cf79f111f8130c3eee29480",
			"e5e973e5a6b2a43f48e7dc849e37bfcf, 1559734385, 198.51.100.100, 2464c4abcf10c957, 010000005cf7a871d4a564a1442aca77",
			"e5e973e5a6b2a43f48e7dc849e37bfcf, 1559734700, 203.0.113.203, fc93fc62807ddb86, 010000005cf7a9acf73a7810aca2381e",
			"dd3bdf9344b678b185a6f5cb60fca715, 1559741817, 2001:db8:220:1:59de:d0f4:8769:82b8, 22681ab97d52c298, 010000005cf7c57926556bd0934c72f8",
			"445536bcd2513298075a5d379663c962, 1559741961, 2001:db8:220:1:59de:d0f4:8769:82b8, 22681ab97d52c298, 010000005cf7c609a6bb79d16625507a" })
	void isMadeAsOtherServersMakeIt(String secret, long time, String client, String shown, String made) {
		Cookies same = new Cookies(hex(secret), InstantSource.fixed(Instant.ofEpochSecond(time)));
		byte[] answer = same.answer(hex(shown), InetAddress.ofLiteral(client));
		assertThat(answer).asHexString().isEqualToIgnoringCase(shown + made);
		assertThat(same.isOurs(answer, InetAddress.ofLiteral(client))).isTrue();
	}

	@Test
	void isKeptWhileItIsFreshAndRenewedBeforeItEnds() {
		byte[] made = cookies.answer(FIRST, CLIENT);
		now = now.plus(Duration.ofMinutes(29));
		assertThat(cookies.answer(made, CLIENT)).isEqualTo(made);
		now = now.plus(Duration.ofMinutes(2));
		assertThat(cookies.isOurs(made, CLIENT)).isTrue();
		assertThat(cookies.answer(made, CLIENT)).isNotEqualTo(made).startsWith(FIRST);
		now = now.plus(Duration.ofMinutes(29));
		assertThat(cookies.isOurs(made, CLIENT)).isFalse();
	}

	@Test
	void fromTheFutureIsNotOurs() {
		byte[] made = cookies.answer(FIRST, CLIENT);
		now = now.minus(Duration.ofMinutes(5));
		assertThat(cookies.isOurs(made, CLIENT)).isTrue();
		now = now.minusSeconds(1);
		assertThat(cookies.isOurs(made, CLIENT)).isFalse();
	}

	/** Every byte is covered, version and reserved ones too. */
	@Test
	void withAnotherByteIsNotOurs() {
		byte[] made = cookies.answer(FIRST, CLIENT);
		for (int i = 0; i < made.length; i++) {
			made[i] ^= 1;
			assertThat(cookies.isOurs(made, CLIENT)).as("byte %d", i).isFalse();
			made[i] ^= 1;
		}
		assertThat(cookies.isOurs(made, CLIENT)).isTrue();
	}

	@Test
	void ofAnotherAddressIsNotOurs() {
		assertThat(cookies.isOurs(cookies.answer(FIRST, CLIENT), InetAddress.ofLiteral("198.51.100.101"))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 8, 16, 23, 25, 40 })
	void ofAnotherServerIsAnsweredWithOurs(int length) {
		byte[] shown = new byte[length];
		assertThat(cookies.isOurs(shown, CLIENT)).isFalse();
		assertThat(cookies.answer(shown, CLIENT)).hasSize(Cookies.CLIENT + Cookies.SERVER);
	}

	private static byte[] hex(String text) {
		return HexFormat.of().parseHex(text);
	}

}
