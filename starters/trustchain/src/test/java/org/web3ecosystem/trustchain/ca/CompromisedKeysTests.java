package org.web3ecosystem.trustchain.ca;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.X509Certificate;
import java.time.Instant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CompromisedKeysTests {

	@TempDir
	private Path directory;

	private Path file;

	private X509Certificate one;

	private X509Certificate two;

	@BeforeEach
	void make() throws Exception {
		file = directory.resolve("keys");
		one = certificate();
		two = certificate();
	}

	private static X509Certificate certificate() throws Exception {
		try (RootCeremony ceremony = RootCeremony.begin("local", "local.internal", Instant.now())) {
			return Pem.certificate(ceremony.root());
		}
	}

	@Test
	void whatWasAddedIsKnownAlsoToTheNextProcess() throws IOException {
		CompromisedKeys keys = CompromisedKeys.open(file);
		keys.add(one);
		keys.add(one);
		assertThat(keys.contains(Draft.keyInfo(one.getPublicKey()))).isTrue();
		assertThat(keys.contains(Draft.keyInfo(two.getPublicKey()))).isFalse();

		CompromisedKeys next = CompromisedKeys.open(file);
		next.add(two);

		assertThat(next.contains(Draft.keyInfo(one.getPublicKey()))).isTrue();
		assertThat(Files.readAllLines(file)).hasSize(2).doesNotHaveDuplicates();
	}

	@Test
	void aLineThatWasTornIsCutOff() throws IOException {
		CompromisedKeys.open(file).add(one);
		Files.writeString(file, "0123", StandardCharsets.US_ASCII, StandardOpenOption.APPEND);

		CompromisedKeys keys = CompromisedKeys.open(file);
		keys.add(two);

		assertThat(CompromisedKeys.open(file).contains(Draft.keyInfo(two.getPublicKey()))).isTrue();
		assertThat(Files.readAllLines(file)).hasSize(2);
	}

	@Test
	void aDamagedFileIsNotRead() throws IOException {
		Files.writeString(file, "nonsense\n");
		assertThatThrownBy(() -> CompromisedKeys.open(file)).isInstanceOf(CaException.class)
			.hasMessageContaining("damaged");
	}

	@Test
	void whatCannotBeWrittenIsNotKnown() throws IOException {
		CompromisedKeys keys = CompromisedKeys.open(directory.resolve("absent").resolve("keys"));
		assertThatThrownBy(() -> keys.add(one)).isInstanceOf(CaException.class);
		assertThat(keys.contains(Draft.keyInfo(one.getPublicKey()))).isFalse();
	}

}
