package org.web3ecosystem.platform.launch;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class IndexedClassLoaderTests {

	private static final String CLASS = Launcher.class.getName().replace('.', '/') + ".class";

	@TempDir
	Path directory;

	private URLClassLoader slow;

	private IndexedClassLoader loader;

	@BeforeEach
	void twoJarsThatShareADirectory() throws IOException {
		byte[] code;
		try (var bytes = Launcher.class.getResourceAsStream("Launcher.class")) {
			code = bytes.readAllBytes();
		}
		URL first = jar("first", Map.of("META-INF/shared", text("1"), "text/only", text("first"), "text/", text("")));
		URL second = jar("second", Map.of("META-INF/MANIFEST.MF", text("Manifest-Version: 1.0\n"), "META-INF/shared",
				text("2"), CLASS, code));
		slow = new URLClassLoader(new URL[] { first, second }, ClassLoader.getPlatformClassLoader());
		loader = IndexedClassLoader.inPlaceOf(slow);
	}

	@Test
	void aClassIsFoundInItsJar() throws Exception {
		Class<?> found = loader.loadClass(Launcher.class.getName());

		assertThat(found.getClassLoader()).isSameAs(loader);
		assertThat(found.getProtectionDomain().getCodeSource().getLocation()).isEqualTo(slow.getURLs()[1]);
	}

	@Test
	void whatIsInNoJarIsNotFound() {
		assertThatExceptionOfType(ClassNotFoundException.class)
			.isThrownBy(() -> loader.loadClass(Launcher.class.getName() + "Missing"));
		assertThat(loader.getResource("text/other")).isNull();
		assertThat(loader.getResource("nowhere/at/all")).isNull();
	}

	@Test
	void resourcesAreThoseOfTheLoaderItReplacesInTheSameOrder() throws Exception {
		for (String name : new String[] { "META-INF/shared", "text/only", "text/", "META-INF/MANIFEST.MF" }) {
			assertThat(Collections.list(loader.getResources(name))).as(name)
				.isNotEmpty()
				.isEqualTo(Collections.list(slow.getResources(name)));
		}
		try (var bytes = loader.getResourceAsStream("text/only")) {
			assertThat(bytes).hasContent("first");
		}
	}

	@Test
	void theJavaRuntimeComesFromItsOwnLoader() throws Exception {
		assertThat(loader.loadClass("java.lang.String")).isSameAs(String.class);
	}

	@Test
	void whatAJarHasFirstIsFound() throws Exception {
		URL jar = jar("third", Map.of("top/", text("")));
		try (URLClassLoader alone = new URLClassLoader(new URL[] { jar }, null);
				URLClassLoader indexed = IndexedClassLoader.inPlaceOf(alone)) {
			assertThat(indexed.getResource("top/")).isEqualTo(alone.getResource("top/")).isNotNull();
		}
	}

	private URL jar(String name, Map<String, byte[]> entries) throws IOException {
		Path file = directory.resolve(name + ".jar");
		try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
			for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
				jar.putNextEntry(new JarEntry(entry.getKey()));
				jar.write(entry.getValue());
			}
		}
		return URI.create("jar:" + file.toUri() + "!/").toURL();
	}

	private static byte[] text(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
