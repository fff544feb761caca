package org.web3ecosystem.trustchain.dnssec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.trustchain.ca.CaException;
import org.web3ecosystem.trustchain.dnssec.KeyRing.Kept;
import org.web3ecosystem.trustchain.dnssec.ZoneKey.Role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeyRingFileTests {

	@TempDir
	private Path directory;

	@Test
	void aRingIsReadAsItWasWritten() throws IOException {
		KeyRingFile file = new KeyRingFile(directory.resolve("keys"));
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
		KeyRingFile file = new KeyRingFile(path);
		file.write(KeyRing.EMPTY.at(Instant.EPOCH, role -> Duration.ofDays(1), ZoneKey::generate));
		byte[] whole = Files.readAllBytes(path);
		for (byte[] damaged : new byte[][] { new byte[0], Arrays.copyOf(whole, whole.length - 1), new byte[1 << 15] }) {
			Files.write(path, damaged);
			assertThatThrownBy(file::read).isInstanceOf(CaException.class).hasMessageContaining("damaged");
		}
	}

}
