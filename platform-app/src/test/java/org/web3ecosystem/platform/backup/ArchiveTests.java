package org.web3ecosystem.platform.backup;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3ecosystem.hypermesh.state.Sha256;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ArchiveTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	@TempDir
	private Path directory;

	@Test
	void whatIsPackedComesOutTheSame() throws IOException {
		Files.createDirectories(directory.resolve("a/b"));
		Files.writeString(directory.resolve("a/b/c"), "content");
		Files.write(directory.resolve("empty"), new byte[0]);
		List<StoredFile> files = ArchiveWriter.look(directory, List.of("a/b/c", "empty"));
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ArchiveWriter.write(directory, manifest(files), out);

		Map<String, String> read = read(out.toByteArray());

		assertThat(read).containsExactly(Map.entry("a/b/c", "content"), Map.entry("empty", ""));
	}

	@Test
	void aFileThatChangesWhileItIsReadIsNoBackup() throws IOException {
		Files.writeString(directory.resolve("a"), "before");
		List<StoredFile> files = ArchiveWriter.look(directory, List.of("a"));
		Files.writeString(directory.resolve("a"), "after!");

		assertThatExceptionOfType(BackupException.class)
			.isThrownBy(() -> ArchiveWriter.write(directory, manifest(files), new ByteArrayOutputStream()))
			.withMessageContaining("a was changed");
	}

	@Test
	void anyChangedByteOfAFileIsNoticed() throws IOException {
		byte[] archive = zip(Map.of("a", "x".repeat(5_000)), stored("a", "x".repeat(5_000)));
		for (String other : new String[] { "x".repeat(4_999) + "y", "x".repeat(4_999), "x".repeat(5_001), "" }) {
			assertThatExceptionOfType(BackupException.class)
				.isThrownBy(() -> read(zip(Map.of("a", other), stored("a", "x".repeat(5_000)))))
				.withMessageContaining("a is ");
		}
		assertThat(read(archive)).hasSize(1);
	}

	@Test
	void anyEndThatIsCutOffBeforeTheLastFileEndsIsNoticed() throws IOException {
		Map<String, String> contents = new LinkedHashMap<>();
		contents.put("a", "one");
		contents.put("b", "two");
		byte[] archive = zip(contents, stored("a", "one"), stored("b", "two"));
		int end = indexOfDirectory(archive);

		for (int cut = 0; cut < end; cut++) {
			byte[] torn = Arrays.copyOf(archive, cut);
			assertThatExceptionOfType(BackupException.class).as("cut at %d of %d", cut, end)
				.isThrownBy(() -> read(torn));
		}
	}

	/** A small archive of a large file: what is beyond its size is not unpacked. */
	@Test
	void aFileIsNotReadBeyondItsSize() throws IOException {
		byte[] archive = zip(Map.of("bomb", "0".repeat(50_000_000)), stored("bomb", "0"));
		long[] written = new long[1];

		assertThat(archive.length).isLessThan(500_000);
		assertThatExceptionOfType(BackupException.class)
			.isThrownBy(() -> ArchiveReader.open(new ByteArrayInputStream(archive))
				.read(file -> Optional.of(new ByteArrayOutputStream() {

					@Override
					public void write(byte[] content, int offset, int length) {
						written[0] += length;
					}

				})))
			.withMessageContaining("longer than the manifest says");
		assertThat(written[0]).isZero();
	}

	@Test
	void aFileThatTheManifestDoesNotNameIsRefused() throws IOException {
		Map<String, String> contents = new LinkedHashMap<>();
		contents.put("a", "one");
		contents.put("b", "two");

		assertThatExceptionOfType(BackupException.class).isThrownBy(() -> read(zip(contents, stored("a", "one"))))
			.withMessageContaining("does not name");
		assertThatExceptionOfType(BackupException.class)
			.isThrownBy(() -> read(zip(Map.of("a", "one"), stored("a", "one"), stored("b", "two"))))
			.withMessageContaining("ends before");
		assertThatExceptionOfType(BackupException.class)
			.isThrownBy(() -> read(zip(Map.of("c", "one"), stored("a", "one"))))
			.withMessageContaining("another file");
	}

	@ParameterizedTest
	@ValueSource(strings = { "../x", "a/../x", "/etc/passwd", "a//b", "", ".", "..", "a/.", "C:/x", "a\\..\\x", "a\nb",
			"a/" })
	void aPathThatLeadsElsewhereIsRefused(String path) {
		assertThatExceptionOfType(BackupException.class).isThrownBy(() -> stored(path, "x"))
			.withMessageContaining("outside");
	}

	@Test
	void aPathThatIsTooDeepOrLongIsRefused() {
		assertThatExceptionOfType(BackupException.class).isThrownBy(() -> stored("a/".repeat(30) + "a", "x"));
		assertThatExceptionOfType(BackupException.class).isThrownBy(() -> stored("a".repeat(300), "x"));
	}

	@Test
	void filesAreInOrderAndNoneTwice() {
		assertThatExceptionOfType(BackupException.class)
			.isThrownBy(() -> manifest(List.of(stored("a", "x"), stored("a", "x"))));
		assertThatExceptionOfType(BackupException.class)
			.isThrownBy(() -> manifest(List.of(stored("b", "x"), stored("a", "x"))));
		assertThatExceptionOfType(BackupException.class)
			.isThrownBy(() -> manifest(List.of(stored("a", "x"), stored("a/b", "x"))));
	}

	@Test
	void filesTogetherHaveALimit() {
		StoredFile huge = new StoredFile("a", Manifest.MAX_TOTAL, stored("a", "").sha256());

		assertThatExceptionOfType(BackupException.class).isThrownBy(() -> manifest(List.of(huge, stored("b", "x"))))
			.withMessageContaining("bytes");
	}

	@Test
	void aManifestIsReadBackAndNothingElseIs() {
		Manifest manifest = manifest(List.of(stored("a", "x")));

		assertThat(Manifest.decode(manifest.encode())).isEqualTo(manifest);
		String text = new String(manifest.encode(), StandardCharsets.UTF_8);
		for (String wrong : new String[] { "", "{}", "[]", "null", text + "x", text.replace("web3-backup/1", "other/1"),
				text.replace("\"node\"", "\"cluster\""), text.replace("2026", "x"), text.replace("\"a\"", "7"),
				text.substring(0, text.length() / 2) }) {
			assertThatExceptionOfType(BackupException.class).as(wrong)
				.isThrownBy(() -> Manifest.decode(wrong.getBytes(StandardCharsets.UTF_8)))
				.withMessageStartingWith("its manifest");
		}
	}

	@Test
	void whatIsNoArchiveIsRefused() {
		assertThatExceptionOfType(BackupException.class).isThrownBy(() -> read(new byte[0]));
		assertThatExceptionOfType(BackupException.class)
			.isThrownBy(() -> read("no zip at all".getBytes(StandardCharsets.UTF_8)));
	}

	private static Manifest manifest(List<StoredFile> files) {
		return new Manifest(Manifest.Kind.NODE, NOW, "local-0011223344556677", "node1", files);
	}

	private static StoredFile stored(String path, String content) {
		byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
		return new StoredFile(path, bytes.length, HexFormat.of().formatHex(Sha256.of(bytes)));
	}

	private static Map<String, String> read(byte[] archive) throws IOException {
		Map<String, ByteArrayOutputStream> read = new LinkedHashMap<>();
		try (ArchiveReader reader = ArchiveReader.open(new ByteArrayInputStream(archive))) {
			reader.read(file -> Optional.of(read.computeIfAbsent(file.path(), path -> new ByteArrayOutputStream())));
		}
		Map<String, String> contents = new LinkedHashMap<>();
		read.forEach((path, bytes) -> contents.put(path, bytes.toString(StandardCharsets.UTF_8)));
		return contents;
	}

	private static byte[] zip(Map<String, String> contents, StoredFile... files) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(out)) {
			zip.putNextEntry(new ZipEntry(ArchiveWriter.MANIFEST));
			zip.write(manifest(List.of(files)).encode());
			for (Map.Entry<String, String> file : contents.entrySet()) {
				zip.putNextEntry(new ZipEntry(ArchiveWriter.FILES + file.getKey()));
				zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
			}
		}
		return out.toByteArray();
	}

	/** Where the files end and the zip's directory begins. */
	private static int indexOfDirectory(byte[] archive) {
		int end = new String(archive, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
		// the descriptor behind the last file is not needed to have read it
		return end - 16;
	}

}
