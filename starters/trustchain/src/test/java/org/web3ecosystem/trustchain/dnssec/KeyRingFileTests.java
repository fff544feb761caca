package org.web3ecosystem.trustchain.dnssec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.trustchain.ca.CaException;
import org.web3ecosystem.trustchain.ca.KeyCustody;
import org.web3ecosystem.trustchain.dnssec.KeyRing.Kept;
import org.web3ecosystem.trustchain.dnssec.ZoneKey.Role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeyRingFileTests {

	@TempDir
	private Path directory;

	@Test
	void aRingIsReadAsItWasWritten() throws IOException {
		KeyRingFile file = new KeyRingFile(directory.resolve("keys"), KeyCustody.OPEN);
		assertThat(file.read()).isEqualTo(KeyRing.EMPTY);
		Instant now = Instant.parse("2026-01-02T03:04:05Z");
		KeyRing ring = KeyRing.EMPTY.at(now, role -> Duration.ofDays(1), ZoneKey::generate).shown(now.plusSeconds(1));

		file.write(ring);

		KeyRing read = file.read();
		assertThat(read.keys()).extracting(Kept::made).containsExactly(now, now);
		assertThat(read.keys()).extracting(kept -> kept.key().tag())
			.containsExactlyElementsOf(ring.keys().stream().map(kept -> kept.key().tag()).toList());
		assertThat(read.signing(Role.ZONE_SIGNING)).isPresent();
		assertThat(Files.getPosixFilePermissions(directory.resolve("keys"))).hasSize(2);
	}

	@Test
	void aDamagedFileIsNotTakenForNone() throws IOException {
		Path path = directory.resolve("keys");
		KeyRingFile file = new KeyRingFile(path, KeyCustody.OPEN);
		file.write(KeyRing.EMPTY.at(Instant.EPOCH, role -> Duration.ofDays(1), ZoneKey::generate));
		byte[] whole = Files.readAllBytes(path);
		for (byte[] damaged : new byte[][] { new byte[0], Arrays.copyOf(whole, whole.length - 1), new byte[1 << 15] }) {
			Files.write(path, damaged);
			assertThatThrownBy(file::read).isInstanceOf(CaException.class).hasMessageContaining("damaged");
		}
	}

	@Test
	void underAPassphraseNothingOfAKeyIsReadableAndAnOpenFileIsEncryptedWhenItIsRead() throws IOException {
		Path path = directory.resolve("keys");
		KeyRing ring = KeyRing.EMPTY.at(Instant.EPOCH, role -> Duration.ofDays(1), ZoneKey::generate);
		new KeyRingFile(path, KeyCustody.OPEN).write(ring);
		String open = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
		assertThat(open).contains("private");

		KeyRingFile sealed = new KeyRingFile(path, KeyCustody.sealed("correct horse".toCharArray()));
		List<Integer> tags = ring.keys().stream().map(kept -> kept.key().tag()).toList();
		assertThat(sealed.read().keys()).extracting(kept -> kept.key().tag()).containsExactlyElementsOf(tags);
		byte[] kept = Files.readAllBytes(path);
		assertThat(new String(kept, StandardCharsets.ISO_8859_1)).doesNotContain("private", "KEY_SIGNING");

		assertThat(sealed.read().keys()).extracting(each -> each.key().tag()).containsExactlyElementsOf(tags);
		assertThat(Files.readAllBytes(path)).as("is not written again").isEqualTo(kept);
		sealed.write(ring);
		assertThat(sealed.read().keys()).hasSameSizeAs(tags);
		assertThat(Files.getPosixFilePermissions(path)).hasSize(2);
		assertThatThrownBy(() -> new KeyRingFile(path, KeyCustody.OPEN).read()).isInstanceOf(CaException.class)
			.hasMessageContaining("key-passphrase-file");
		assertThatThrownBy(() -> new KeyRingFile(path, KeyCustody.sealed("another".toCharArray())).read())
			.isInstanceOf(CaException.class);
	}

}
