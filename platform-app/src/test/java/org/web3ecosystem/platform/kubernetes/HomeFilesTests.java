package org.web3ecosystem.platform.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HomeFilesTests {

	@TempDir
	Path directory;

	@Test
	void aHomeGoesThroughFieldsAndBack() throws IOException {
		Path home = Files.createDirectories(directory.resolve("home/trustchain")).getParent();
		Files.write(home.resolve("node.key"), new byte[] { 1 });
		Files.write(home.resolve("trustchain/node-ca.key"), new byte[] { 2, 3 });
		Map<String, byte[]> fields = HomeFiles.read(home);
		assertThat(fields).containsOnlyKeys("node.key", "trustchain__node-ca.key");
		HomeFiles.write(directory.resolve("other"), fields);
		assertThat(directory.resolve("other/node.key")).hasBinaryContent(new byte[] { 1 });
		assertThat(directory.resolve("other/trustchain/node-ca.key")).hasBinaryContent(new byte[] { 2, 3 });
	}

	@ParameterizedTest
	@ValueSource(strings = { "..__node.key", "trustchain__..__..__node.key", "/etc/passwd", "a/b", ".hidden", "__a",
			"a__", "", "A", "a__b__c__d__e" })
	void aFieldThatLeadsElsewhereIsRefusedBeforeAnythingIsWritten(String key) {
		Map<String, byte[]> fields = new HashMap<>(Map.of("node.key", new byte[] { 1 }));
		fields.put(key, new byte[] { 2 });
		assertThatIllegalArgumentException().isThrownBy(() -> HomeFiles.write(directory.resolve("home"), fields))
			.withMessageContaining("is no file of a home");
		assertThat(directory.resolve("home")).doesNotExist();
	}

	@Test
	void moreThanANewHomeIsRefused() throws IOException {
		Files.write(directory.resolve("large"), new byte[700_001]);
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> HomeFiles.read(directory))
			.withMessageContaining("no new home");
	}

}
