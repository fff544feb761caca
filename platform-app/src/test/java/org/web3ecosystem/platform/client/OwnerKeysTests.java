package org.web3ecosystem.platform.client;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.command.Who;
import org.web3ecosystem.spi.trust.NodeKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OwnerKeysTests {

	@TempDir
	private Path directory;

	/** Tests guess nothing. */
	@BeforeAll
	static void fewIterations() {
		Stream.of("keyPbeIterationCount", "certPbeIterationCount", "macIterationCount")
			.forEach(count -> System.setProperty("keystore.pkcs12." + count, "1000"));
	}

	private Who.KeyFile file;

	@BeforeEach
	void passphrase() throws Exception {
		file = new Who.KeyFile(directory.resolve("owner.p12"), directory.resolve("passphrase"));
		Files.writeString(file.passphraseFile(), "correct horse battery\n");
	}

	@Test
	void aKeyIsWhatWasStored() {
		NodeKey key = OwnerKeys.create(file);

		assertThat(OwnerKeys.open(file).id()).isEqualTo(key.id());
	}

	@Test
	void onlyItsOwnerReadsTheFile() throws Exception {
		OwnerKeys.create(file);

		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.store()))).isEqualTo("rw-------");
	}

	@Test
	void anyToolReadsTheStore() throws Exception {
		NodeKey key = OwnerKeys.create(file);

		KeyStore store = KeyStore.getInstance(file.store().toFile(), "correct horse battery".toCharArray());

		assertThat(store.getType()).isEqualToIgnoringCase("PKCS12");
		assertThat(store.getCertificate("owner").getPublicKey()).isEqualTo(key.publicKey());
		store.getCertificate("owner").verify(key.publicKey());
	}

	@Test
	void aStoreIsNeverReplaced() {
		OwnerKeys.create(file);

		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> OwnerKeys.create(file))
			.withMessageContaining("is there already");
	}

	@Test
	void aWrongPassphraseOpensNothing() throws Exception {
		OwnerKeys.create(file);
		Files.writeString(file.passphraseFile(), "wrong horse battery");

		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> OwnerKeys.open(file));
	}

	@Test
	void aShortPassphraseProtectsNothing() throws Exception {
		Files.writeString(file.passphraseFile(), "short");

		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> OwnerKeys.create(file))
			.withMessageContaining("shorter than 8");
		assertThat(file.store()).doesNotExist();
	}

	@Test
	void whatIsNoStoreIsRefused() throws Exception {
		Files.write(file.store(), new byte[70_000]);

		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> OwnerKeys.open(file))
			.withMessageContaining("too large");
		Files.writeString(file.store(), "hello");
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> OwnerKeys.open(file));
		Files.delete(file.store());
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> OwnerKeys.open(file));
	}

}
