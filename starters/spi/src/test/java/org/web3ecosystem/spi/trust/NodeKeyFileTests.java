package org.web3ecosystem.spi.trust;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NodeKeyFileTests {

	@TempDir
	Path directory;

	@Test
	void whatWasWrittenIsRead() throws IOException {
		NodeKey key = NodeKey.generate();
		Path file = directory.resolve(NodeKeyFile.NAME);
		NodeKeyFile.write(file, key);
		NodeKey read = NodeKeyFile.read(file);
		assertThat(read.id()).isEqualTo(key.id());
		assertThat(NodeKey.verify(key.publicKey(), "test", new byte[1], read.sign("test", new byte[1]))).isTrue();
	}

	@Test
	void onlyTheOwnerMayReadIt() throws IOException {
		Path file = directory.resolve(NodeKeyFile.NAME);
		NodeKeyFile.write(file, NodeKey.generate());
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
	}

	@Test
	void aKeyIsNeverReplaced() throws IOException {
		Path file = directory.resolve(NodeKeyFile.NAME);
		NodeKeyFile.write(file, NodeKey.generate());
		assertThatExceptionOfType(FileAlreadyExistsException.class)
			.isThrownBy(() -> NodeKeyFile.write(file, NodeKey.generate()));
	}

	@Test
	void aFileThatOthersMayReadIsRefused() throws IOException {
		Path file = directory.resolve(NodeKeyFile.NAME);
		NodeKeyFile.write(file, NodeKey.generate());
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
		assertThatIllegalArgumentException().isThrownBy(() -> NodeKeyFile.read(file))
			.withMessageContaining("chmod 600");
	}

	@Test
	void keysThatDoNotBelongTogetherAreRefused() throws IOException {
		Path one = directory.resolve("one");
		Path two = directory.resolve("two");
		NodeKeyFile.write(one, NodeKey.generate());
		NodeKeyFile.write(two, NodeKey.generate());
		String privateBlock = Files.readString(one).split("-----BEGIN PUBLIC")[0];
		String publicBlock = "-----BEGIN PUBLIC" + Files.readString(two).split("-----BEGIN PUBLIC")[1];
		Files.writeString(one, privateBlock + publicBlock);
		assertThatIllegalArgumentException().isThrownBy(() -> NodeKeyFile.read(one))
			.withMessageContaining("does not belong");
	}

	@Test
	void everyTruncationIsRefused() throws IOException {
		Path file = directory.resolve(NodeKeyFile.NAME);
		NodeKeyFile.write(file, NodeKey.generate());
		String whole = Files.readString(file);
		for (int length = 0; length < whole.length() - 1; length++) {
			Files.writeString(file, whole.substring(0, length));
			assertThatIllegalArgumentException().isThrownBy(() -> NodeKeyFile.read(file));
		}
	}

}
