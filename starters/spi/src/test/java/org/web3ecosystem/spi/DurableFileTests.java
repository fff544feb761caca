package org.web3ecosystem.spi;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIOException;

class DurableFileTests {

	@TempDir
	private Path directory;

	private Path file() {
		return directory.resolve("made").resolve("file");
	}

	@Test
	void isReplacedAsAWhole() throws IOException {
		DurableFile.write(file(), "longer".getBytes());
		DurableFile.write(file(), "short".getBytes());

		assertThat(file()).hasContent("short");
		assertThat(file().getParent()).isDirectoryNotContaining("glob:**.tmp");
	}

	@Test
	void isTheOldOneIfTheNewOneCannotBeWritten() throws IOException {
		DurableFile.write(file(), "old".getBytes());

		assertThatIOException().isThrownBy(() -> DurableFile.write(file(), channel -> {
			throw new IOException("full");
		})).withMessage("full");
		assertThat(file()).hasContent("old");
	}

	@Test
	void isNotTakenForWhatACrashLeft() throws IOException {
		Files.createDirectories(file().getParent());
		Files.writeString(file().resolveSibling("file.tmp"), "half of");

		DurableFile.write(file(), "whole".getBytes());
		assertThat(file()).hasContent("whole");
	}

	@Test
	void isForItsOwnerAlone() throws IOException {
		DurableFile.write(file(), new byte[0]);

		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-------");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
			.isEqualTo("rwx------");
	}

	@Test
	void aRootIsNoFile() {
		assertThatIllegalArgumentException().isThrownBy(() -> DurableFile.write(Path.of("/"), new byte[0]));
	}

	@Test
	void whatIsInItsWayIsNotRemoved() throws IOException {
		Files.createDirectories(file().resolve("in the way"));

		assertThatExceptionOfType(FileSystemException.class).isThrownBy(() -> DurableFile.write(file(), new byte[0]));
		assertThat(file().resolve("in the way")).exists();
	}

}
