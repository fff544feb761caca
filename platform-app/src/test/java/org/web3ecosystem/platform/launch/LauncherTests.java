package org.web3ecosystem.platform.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LauncherTests {

	@TempDir
	Path directory;

	@Test
	void anOlderJavaIsToldWhereANewerOneLies() throws IOException {
		Path old = jdk("old", "17.0.15");
		Path enough = jdk("new", "25.0.3");
		assertThat(Launcher.complaint(Runtime.Version.parse("17.0.15"), List.of(old, enough)))
			.isEqualTo("error: this needs Java 25 or later and was started with Java 17: run it with " + enough
					+ "/bin/java, which is here.");
	}

	@Test
	void withoutOneItSaysToInstallOne() throws IOException {
		assertThat(Launcher.complaint(Runtime.Version.parse("21"),
				List.of(jdk("old", "17.0.15"), directory.resolve("no"))))
			.endsWith("install one and run it with its bin/java.");
	}

	@Test
	void theLauncherIsReadByOlderJavas() throws IOException {
		try (var bytes = Launcher.class.getResourceAsStream("Launcher.class")) {
			assertThat(bytes).isNotNull();
			assertThat(bytes.readNBytes(8)).endsWith(0, 61);
		}
	}

	private Path jdk(String name, String version) throws IOException {
		Path home = Files.createDirectories(directory.resolve(name));
		Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
		Files.createDirectories(home.resolve("bin"));
		Files.createFile(home.resolve("bin/java"),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		return home;
	}

}
