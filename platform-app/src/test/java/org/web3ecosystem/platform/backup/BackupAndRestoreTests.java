package org.web3ecosystem.platform.backup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.platform.command.Command;
import org.web3ecosystem.platform.command.Command.Place;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.federation.FederationPlan;
import org.web3ecosystem.platform.federation.Founding;
import org.web3ecosystem.trustchain.ct.TransparencyLog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BackupAndRestoreTests {

	private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-06-01T00:00:00Z"));

	private static final FederationPlan PLAN = FederationPlan.of("local", "local.internal", 2, List.of("127.0.0.1"),
			20_000);

	private final ByteArrayOutputStream told = new ByteArrayOutputStream();

	private final PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);

	@TempDir
	private Path directory;

	private Path federation;

	private Path node;

	/** As two nodes that ran leave it, in what matters here. */
	@BeforeEach
	void found() throws IOException {
		federation = found("f");
		node = federation.resolve("node1");
	}

	private Path found(String name) throws IOException {
		Path made = directory.resolve(name);
		new Founding(CLOCK, new SecureRandom()).found(PLAN, made, Optional.empty());
		Path home = made.resolve("node1");
		TransparencyLog.open(home.resolve("trustchain/log"), "node1.node.local.internal/log").close();
		write(home.resolve("hashgraph/engine/preconsensus-events/0.pces"), "own events");
		write(home.resolve("hashgraph/engine/tmp/1/scratch"), "x");
		write(home.resolve("hashgraph/engine/damaged/7/stateMetadata.txt"), "x");
		write(home.resolve("trustchain/tokens/00"), "token");
		write(home.resolve("catalog/blobs/00/11"), "blob");
		write(home.resolve("operator/operator.key"), "of a day");
		write(home.resolve("node.log"), "many lines");
		return made;
	}

	@Test
	void aFederationComesBackAsItWas() throws IOException {
		backup(new Place(federation, true), Optional.empty());

		restore(new Place(directory.resolve("g"), true), Optional.empty(), Optional.empty());

		Map<String, String> before = files(federation);
		before.keySet()
			.removeIf(path -> path.endsWith("node.lock") || path.endsWith("node.log") || path.contains("operator/")
					|| path.contains("engine/tmp/") || path.contains("engine/damaged/")
					|| path.contains("log/public/checkpoint") || path.equals("root-key.passphrase"));
		assertThat(files(directory.resolve("g"))).isEqualTo(before);
		assertThat(told()).contains("PRIVATE KEYS", "root-key.passphrase was left out", "ALL nodes");
	}

	@Test
	void aValidatorThatComesBackAloneCanContradictNeitherItselfNorItsLog() throws IOException {
		byte[] logKey = Files.readAllBytes(node.resolve("trustchain/log/key.pem"));
		backup(new Place(node, false), Optional.empty());

		Path home = directory.resolve("again");
		restore(new Place(home, false), Optional.empty(), Optional.empty());

		assertThat(home.resolve("hashgraph/engine")).as("it is there, or the engine would begin at once")
			.isEmptyDirectory();
		assertThat(home.resolve("trustchain/tokens")).doesNotExist();
		assertThat(home.resolve("trustchain/log")).isDirectoryContaining(file -> file.endsWith("series"));
		assertThat(home.resolve("trustchain/log/key.pem")).doesNotExist();
		assertThat(home.resolve("trustchain/log-until-1780272000/entries")).exists();
		for (byte[] kept : contents(home)) {
			assertThat(kept).isNotEqualTo(logKey);
		}
		for (String same : List.of("node.key", "genesis.cbor", "hashgraph/gossip.key", "trustchain/node-ca.key",
				"catalog/blobs/00/11")) {
			assertThat(home.resolve(same)).hasSameBinaryContentAs(node.resolve(same));
		}
		assertThat(told()).contains("comes back alone");
	}

	@Test
	void aNodeIsTakenOutOfAFederationsBackup() throws IOException {
		backup(new Place(federation, true), Optional.empty());
		Path home = directory.resolve("again");

		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> restore(new Place(home, false), Optional.empty(), Optional.empty()))
			.withMessageContaining("a whole federation");
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> restore(new Place(home, false), Optional.of("node7"), Optional.empty()))
			.withMessageContaining("no node node7");
		restore(new Place(home, false), Optional.of("node1"), Optional.empty());

		assertThat(home.resolve("node.key")).hasSameBinaryContentAs(node.resolve("node.key"));
		assertThat(home.resolve("hashgraph/engine")).isEmptyDirectory();
		assertThat(home.resolve("node2")).doesNotExist();
	}

	@Test
	void whereEveryNodeGoesBackTheEngineGoesOnAndOnlyLogsMayBeginAnew() throws IOException {
		Path file = backup(new Place(node, false), Optional.empty());
		Path same = directory.resolve("same");
		Path newLog = directory.resolve("new-log");

		for (Path home : List.of(same, newLog)) {
			assertThat(new RestoreCommand(out, CLOCK).run(new Command.Restore(file, Optional.of(new Place(home, false)),
					Optional.empty(), Optional.empty(), true, home.equals(newLog))))
				.isZero();
			assertThat(home.resolve("hashgraph/engine/preconsensus-events/0.pces")).hasContent("own events");
		}

		assertThat(same.resolve("trustchain/log/key.pem"))
			.hasSameBinaryContentAs(node.resolve("trustchain/log/key.pem"));
		assertThat(newLog.resolve("trustchain/log/series")).exists();
		assertThat(newLog.resolve("trustchain/log/key.pem")).doesNotExist();
		assertThat(told()).contains("ALL nodes");
	}

	@Test
	void everythingRestoredIsItsOwnersAlone() throws IOException {
		Path file = backup(new Place(node, false), Optional.empty());
		Path home = directory.resolve("again");
		restore(new Place(home, false), Optional.empty(), Optional.empty());

		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
		try (Stream<Path> all = Files.walk(home)) {
			assertThat(all)
				.allSatisfy(each -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
					.isEqualTo(Files.isDirectory(each) ? "rwx------" : "rw-------"));
		}
	}

	@Test
	void anEncryptedBackupShowsNothingAndOpensWithItsPassphraseOnly() throws IOException {
		Path right = write(directory.resolve("right"), "correct horse battery\n");
		Path wrong = write(directory.resolve("wrong"), "incorrect horse battery\n");
		Path file = backup(new Place(federation, true), Optional.of(right));
		Place place = new Place(directory.resolve("g"), true);

		assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)).doesNotContain("manifest")
			.doesNotContain("node.key");
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> restore(place, Optional.empty(), Optional.empty()))
			.withMessageContaining("encrypted");
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> restore(place, Optional.empty(), Optional.of(wrong)))
			.withMessageContaining("passphrase is wrong");
		assertThat(directory.resolve("g")).doesNotExist();
		restore(place, Optional.empty(), Optional.of(right));
		assertThat(directory.resolve("g/root-key.passphrase"))
			.hasSameBinaryContentAs(federation.resolve("root-key.passphrase"));
		assertThat(told()).doesNotContain("NOT ENCRYPTED");
	}

	@Test
	void aPassphraseThatCanBeGuessedIsRefused() throws IOException {
		Path weak = write(directory.resolve("weak"), "12345\n");

		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> backup(new Place(node, false), Optional.of(weak)))
			.withMessageContaining("guessed");
		assertThat(directory.resolve("backup")).doesNotExist();
	}

	@Test
	void whatIsDamagedLeavesNothingBehind() throws IOException {
		Path file = backup(new Place(node, false), Optional.empty());
		byte[] whole = Files.readAllBytes(file);
		for (int place = 0; place < whole.length; place += whole.length / 40) {
			byte[] cut = Arrays.copyOf(whole, place);
			Files.write(file, cut);
			if (place < whole.length * 3 / 4) {
				assertThatExceptionOfType(RefusedException.class).as("cut at %d", place)
					.isThrownBy(() -> restore(new Place(directory.resolve("again"), false), Optional.empty(),
							Optional.empty()))
					.withMessageContaining("nothing was restored");
			}
		}
		try (Stream<Path> left = Files.list(directory)) {
			assertThat(left.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("f", "backup");
		}
	}

	@Test
	void aBackupIsCheckedWithoutBeingRestored() throws IOException {
		backup(new Place(node, false), Optional.empty());

		assertThat(new RestoreCommand(out, CLOCK).run(new Command.Restore(directory.resolve("backup"), Optional.empty(),
				Optional.empty(), Optional.empty(), false, false)))
			.isZero();

		assertThat(told()).contains("every file is as it was backed up");
	}

	@Test
	void nothingIsPutOverSomethingElseOrIntoAnotherFederation() throws IOException {
		backup(new Place(node, false), Optional.empty());
		Path other = found("other");

		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(
					() -> restore(new Place(federation.resolve("node2"), false), Optional.empty(), Optional.empty()))
			.withMessageContaining("not empty");
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> restore(new Place(other.resolve("node9"), false), Optional.empty(), Optional.empty()))
			.withMessageContaining("another federation");
		assertThat(other.resolve("node9")).doesNotExist();
	}

	@Test
	void aRunningNodeIsNotBackedUp() {
		try (StoppedNodes _ = new StoppedNodes(List.of(node))) {
			assertThatExceptionOfType(RefusedException.class)
				.isThrownBy(() -> backup(new Place(federation, true), Optional.empty()))
				.withMessageContaining("another node is running");
		}
		assertThat(directory.resolve("backup")).doesNotExist();
	}

	@Test
	void aLinkIsNotFollowed() throws IOException {
		Files.createSymbolicLink(node.resolve("catalog/elsewhere"), node.resolve("node.key"));

		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> backup(new Place(node, false), Optional.empty()))
			.withMessageContaining("is a link");
	}

	@Test
	void aBackupIsNotWrittenOverAnotherNorIntoWhatItHolds() throws IOException {
		backup(new Place(node, false), Optional.empty());

		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> backup(new Place(node, false), Optional.empty()))
			.withMessageContaining("exists");
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> new BackupCommand(out, CLOCK, new SecureRandom())
				.run(new Command.Backup(new Place(node, false), node.resolve("b"), Optional.empty())))
			.withMessageContaining("lies in what is to be backed up");
	}

	private Path backup(Place place, Optional<Path> passphrase) {
		Path file = directory.resolve("backup");
		assertThat(new BackupCommand(out, CLOCK, new SecureRandom()).run(new Command.Backup(place, file, passphrase)))
			.isZero();
		return file;
	}

	private void restore(Place place, Optional<String> name, Optional<Path> passphrase) {
		assertThat(new RestoreCommand(out, CLOCK)
			.run(new Command.Restore(directory.resolve("backup"), Optional.of(place), name, passphrase, false, false)))
			.isZero();
	}

	private String told() {
		return told.toString(StandardCharsets.UTF_8);
	}

	private static Path write(Path file, String content) throws IOException {
		Files.createDirectories(Objects.requireNonNull(file.getParent()));
		return Files.writeString(file, content);
	}

	private static Map<String, String> files(Path root) throws IOException {
		Map<String, String> files = new TreeMap<>();
		try (Stream<Path> all = Files.walk(root)) {
			for (Path file : all.filter(Files::isRegularFile).toList()) {
				files.put(root.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
			}
		}
		return files;
	}

	private static List<byte[]> contents(Path root) throws IOException {
		return files(root).values().stream().map(content -> content.getBytes(StandardCharsets.ISO_8859_1)).toList();
	}

}
