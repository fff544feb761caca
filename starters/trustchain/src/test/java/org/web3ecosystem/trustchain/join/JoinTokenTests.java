package org.web3ecosystem.trustchain.join;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JoinTokenTests {

	private static final String ROOT = "ab".repeat(32);

	private static final String SECRET = "A".repeat(43);

	@Test
	void theTextReadsBack() {
		JoinToken token = new JoinToken("local", ROOT, List.of("192.0.2.1:9292", "[2001:db8::1]:9292", "a.example:1"),
				new byte[32]);

		assertThat(JoinToken.parse(token.text())).isEqualTo(token);
		assertThat(JoinToken.parse(" " + token.text() + "\n")).isEqualTo(token);
		assertThat(token.toString()).doesNotContain(SECRET);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "web3join", "web3join:", "web3join:1", "web3join:1:local", "web3join:1:local:",
			"web3join:1:local:x:y:z", "web3join:1:LOCAL:%r:h:1:%s", "web3join:1:local:%r::%s",
			"web3join:1:local:%r:host:%s", "web3join:1:local:%r:host:0:%s", "web3join:1:local:%r:host:65536:%s",
			"web3join:1:local:%r:ho st:1:%s", "web3join:1:local:%r:host:1,:%s", "web3join:1:local:%r:h:1:",
			"web3join:1:local:%r:h:1:AAAA", "web3join:1:local:%r:h:1:%s=", "web3join:1:local:%r:h:1:!%s",
			"web3join:1:local:%r:h:1,h:1,h:1,h:1,h:1,h:1,h:1,h:1,h:1:%s" })
	void whatIsDamagedIsRefused(String text) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> JoinToken.parse(text.replace("%r", ROOT).replace("%s", SECRET)))
			.withMessageStartingWith("not a join token: ");
	}

	@ParameterizedTest
	@CsvSource({ "web3join:2:local:x:h:1:s,version '2'", "hello,does not begin with web3join:",
			"web3join:1:local:zz:h:1:AA,damaged|fingerprint|length" })
	void theMessageSaysWhatIsWrong(String text, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> JoinToken.parse(text))
			.withMessageMatching(".*(" + message + ").*");
	}

	@Test
	void noTruncationIsAToken() {
		String text = new JoinToken("local", ROOT, List.of("192.0.2.1:9292"), new byte[32]).text();

		for (int length = 0; length < text.length(); length++) {
			String cut = text.substring(0, length);
			assertThatIllegalArgumentException().isThrownBy(() -> JoinToken.parse(cut));
		}
	}

}
