package org.web3ecosystem.platform.client;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.platform.command.RefusedException;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What is refused before anybody is asked. */
class PackageFilesTests {

	@TempDir
	private Path directory;

	private final PackageFiles files = new PackageFiles(nobody());

	private static Rest nobody() {
		try {
			return new Rest(URI.create("https://localhost:1"), new Tls(SSLContext.getDefault()));
		}
		catch (Exception impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	private void refused(String manifest, String why) throws Exception {
		Path file = Files.writeString(directory.resolve("manifest.json"), manifest);
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> files.publish(file))
			.withMessageContaining(why);
	}

	@Test
	void aManifestNamesFilesBelowIt() throws Exception {
		refused("{\"blobs\": [{\"path\": \"../../etc/passwd\"}]}", "is not below");
		refused("{\"blobs\": [{\"path\": \"none\"}]}", "cannot read");
		Files.createSymbolicLink(directory.resolve("link"), Path.of("/etc/hostname"));
		refused("{\"blobs\": [{\"path\": \"link\"}]}", "is not below");
		refused("{\"blobs\": [{\"file\": \"x\"}]}", "has no \"path\"");
		refused("[]", "not a JSON object");
		refused("{", "not JSON");
		refused(" ".repeat(70_000), "more than 65536 bytes");
	}

	@Test
	void aBlobThatIsTooLargeIsNotSent() throws Exception {
		try (var large = Files.newByteChannel(directory.resolve("large"),
				Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
			large.position(64L << 20);
			large.write(ByteBuffer.wrap(new byte[1]));
		}
		refused("{\"blobs\": [{\"path\": \"large\"}]}", "more than 67108864 bytes");
	}

}
