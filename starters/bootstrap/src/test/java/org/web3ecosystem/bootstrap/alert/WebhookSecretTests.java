package org.web3ecosystem.bootstrap.alert;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class WebhookSecretTests {

	/** The example that libraries of Standard Webhooks are tested with. */
	private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

	private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";

	private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.US_ASCII);

	private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

	@TempDir
	Path directory;

	@Test
	void signsAsStandardWebhooksDo() throws IOException {
		assertThat(read(SECRET + "\n").sign(ID, 1614265330, BODY)).isEqualTo(SIGNATURE);
	}

	@Test
	void twoSecretsGiveTwoSignatures() throws IOException {
		String other = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
		assertThat(read(other + "\n" + SECRET + "\n").sign(ID, 1614265330, BODY).split(" ")).hasSize(2)
			.contains(SIGNATURE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n\n", "plain", "whsec_", "whsec_c2hvcnQ=", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa!!",
			SECRET + "\n" + SECRET + "\n" + SECRET })
	void whatIsNoSecretIsRefusedAndNotShown(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> read(text))
			.withMessageContaining("secret")
			.satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("MfKQ9", "plain", "c2hvcnQ"));
	}

	@Test
	void aFileThatIsNotThereOrTooLargeIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> WebhookSecret.read(directory.resolve("none")))
			.withMessageContaining("it is not there");
		assertThatIllegalArgumentException().isThrownBy(() -> read("x".repeat(2000)))
			.withMessageContaining("larger than");
	}

	private WebhookSecret read(String text) throws IOException {
		return WebhookSecret.read(Files.writeString(directory.resolve("secret"), text));
	}

}
