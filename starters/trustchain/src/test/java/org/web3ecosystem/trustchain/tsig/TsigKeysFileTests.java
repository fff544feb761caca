package org.web3ecosystem.trustchain.tsig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.web3ecosystem.spi.discovery.Name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TsigKeysFileTests {

	private static final String SECRET = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

	@TempDir
	private Path directory;

	@Test
	void aLineIsAKeyAndWhatItMayDo() throws IOException {
		TsigKeys keys = read("# of the secondary\nKnot.Example. hmac-sha256 " + SECRET + " transfer\n\n"
				+ "changer HMAC-SHA512 " + SECRET + " update=apps.local.internal,printer.local.internal\n");

		assertThat(keys.all()).hasSize(2);
		TsigKey knot = keys.find(new Name("knot.example")).orElseThrow();
		assertThat(knot.mayTransfer()).isTrue();
		assertThat(knot.mayUpdate(new Name("local.internal"))).isFalse();
		TsigKey changer = keys.find(new Name("changer")).orElseThrow();
		assertThat(changer.mayTransfer()).isFalse();
		assertThat(changer.mayUpdate(new Name("apps.local.internal"))).isTrue();
		assertThat(changer.mayUpdate(new Name("shop.apps.local.internal"))).isTrue();
		assertThat(changer.mayUpdate(new Name("badapps.local.internal"))).isFalse();
		assertThat(changer.mayUpdate(new Name("local.internal"))).isFalse();
		assertThat(keys.find(new Name("other"))).isEmpty();
		assertThat(changer.toString() + knot).doesNotContain(SECRET);
	}

	@ParameterizedTest
	@ValueSource(strings = { "one", "one hmac-sha256", "one hmac-md5 " + SECRET, "one hmac-sha1 " + SECRET,
			"one hmac-sha256 " + SECRET + " everything", "one hmac-sha256 " + SECRET + " update=",
			"one hmac-sha256 " + SECRET + " update=a,,b", "one hmac-sha256 c2hvcnQ=", "one hmac-sha256 not_base64!",
			"o\\ne hmac-sha256 " + SECRET, ". hmac-sha256 " + SECRET,
			"one hmac-sha256 " + SECRET + "\none hmac-sha256 " + SECRET })
	void whatIsNoKeyIsRefusedWithoutSayingASecret(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> read(text))
			.satisfies(refused -> assertThat(refused.getMessage()).doesNotContain(SECRET)
				.doesNotContain("not_base64!")
				.doesNotContain("c2hvcnQ="));
	}

	@Test
	void moreThanTheLimitsIsRefused() {
		String line = " hmac-sha256 " + SECRET + "\n";
		StringBuilder many = new StringBuilder();
		for (int i = 0; i <= TsigKeys.MOST; i++) {
			many.append("key").append(i).append(line);
		}
		assertThatIllegalArgumentException().isThrownBy(() -> read(many.toString()));
		assertThatIllegalArgumentException().isThrownBy(() -> read("#".repeat(TsigKeysFile.MAX_BYTES + 1)));
		assertThatIllegalArgumentException().isThrownBy(() -> read("a".repeat(TsigKey.MAX_NAME - 1) + ".b" + line));
	}

	@Test
	void aFileThatOthersMayReadIsRefused() throws IOException {
		Path file = write("one hmac-sha256 " + SECRET);
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
		assertThatIllegalArgumentException().isThrownBy(() -> new TsigKeysFile(file).read())
			.withMessageContaining("chmod 600");
	}

	private TsigKeys read(String text) throws IOException {
		return new TsigKeysFile(write(text)).read();
	}

	private Path write(String text) throws IOException {
		Path file = Files.writeString(directory.resolve("keys"), text);
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
		return file;
	}

}
