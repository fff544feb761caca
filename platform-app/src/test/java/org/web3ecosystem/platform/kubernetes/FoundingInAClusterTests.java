package org.web3ecosystem.platform.kubernetes;

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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.platform.command.Command;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.federation.FederationPlan;
import org.web3ecosystem.platform.federation.Founding;
import org.web3ecosystem.platform.node.NodeHome;
import org.web3ecosystem.spi.genesis.SignedGenesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FoundingInAClusterTests {

	private static final List<String> HOSTS = List.of("10.96.0.11", "10.96.0.12", "10.96.0.13", "10.96.0.14");

	private static final FederationPlan PLAN = FederationPlan.of("local", "local.internal", 4, HOSTS, 0);

	private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

	private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

	@TempDir
	Path directory;

	private FakeCluster cluster;

	@BeforeEach
	void begin() throws IOException {
		cluster = new FakeCluster(directory).withPapers("fed", 4);
	}

	@AfterEach
	void end() {
		cluster.close();
	}

	@Test
	void everyValidatorTakesItsOwnHomeAndItsSecretIsEmptyThen() throws IOException {
		found();
		byte[] genesis = Base64.getDecoder()
			.decode(cluster.fields("configmaps/fed-federation", "binaryData").path("genesis.cbor").asString(""));
		for (int ordinal = 0; ordinal < 4; ordinal++) {
			Path home = volume(ordinal).resolve("home");
			moveIn(ordinal);
			NodeHome moved = NodeHome.open(home);
			assertThat(moved.shortName()).isEqualTo("node" + (ordinal + 1));
			assertThat(moved.genesis().chainId()).isEqualTo(SignedGenesis.decode(genesis).genesis().chainId());
			assertThat(moved.endpoints().orElseThrow().addresses()).containsExactly(HOSTS.get(ordinal));
			assertThat(cluster.fields("secrets/fed-" + ordinal + "-home", "data").isEmpty()).isTrue();
		}
	}

	@Test
	void aHomeIsItsOwnersAlone() throws IOException {
		found();
		moveIn(0);
		Path key = volume(0).resolve("home/trustchain/node-ca.key");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key))).isEqualTo("rw-------");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key.getParent())))
			.isEqualTo("rwx------");
	}

	@Test
	void itIsFoundedOnce() {
		found();
		String before = cluster.fields("configmaps/fed-federation", "data").toString();
		found();
		assertThat(cluster.fields("configmaps/fed-federation", "data").toString()).isEqualTo(before);
		assertThat(printed.toString(StandardCharsets.UTF_8)).contains("the federation is founded: chain local-");
	}

	@Test
	void everybodyCanReadWhomToTrustAndNoKey() {
		found();
		assertThat(cluster.fields("configmaps/fed-federation", "data").properties()).extracting(field -> field.getKey())
			.containsExactlyInAnyOrder("chain", "federation", "zone", "validators", "root.pem");
		assertThat(cluster.fields("configmaps/fed-federation", "binaryData").properties())
			.extracting(field -> field.getKey())
			.containsExactly("genesis.cbor");
		assertThat(cluster.fields("secrets/fed-root-key", "data").properties()).extracting(field -> field.getKey())
			.allMatch(key -> key.matches("local-[0-9a-f]{16}__root-key.(p8|passphrase)"))
			.hasSize(2);
		assertThat(printed.toString(StandardCharsets.UTF_8).lines()).hasSize(2);
	}

	@Test
	void aSecondMoveInHasNothingToDo() {
		found();
		moveIn(0);
		assertThat(MoveInCommand.isDone(command(0))).isTrue();
	}

	@Test
	void aSecretIsEmptiedThoughTheFirstMoveInWasCutOffBefore() throws IOException {
		found();
		String keys = cluster.fields("secrets/fed-0-home", "data").toString();
		moveIn(0);
		cluster.put("secrets/fed-0-home", "data", keys);
		Files.createFile(volume(0).resolve(".moving-in"));
		assertThat(MoveInCommand.isDone(command(0))).isFalse();
		moveIn(0);
		assertThat(cluster.fields("secrets/fed-0-home", "data").isEmpty()).isTrue();
		assertThat(MoveInCommand.isDone(command(0))).isTrue();
	}

	@Test
	void aLostVolumeIsNotFilledWithOldKeys() throws IOException {
		found();
		moveIn(0);
		Path other = Files.createDirectory(directory.resolve("other")).resolve("home");
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> new MoveInCommand(cluster.api(), out).run(new Command.MoveIn("fed-0", other)))
			.withMessageContaining("was taken already");
		assertThat(other).doesNotExist();
	}

	@Test
	void aHomeOfAnotherFoundingIsRefusedAndKept() throws IOException {
		found();
		String keys = cluster.fields("secrets/fed-1-home", "data").toString();
		cluster.withPapers("fed", 4);
		found();
		cluster.put("secrets/fed-1-home", "data", keys);
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> moveIn(1))
			.withMessageContaining("of another founding");
		assertThat(cluster.fields("secrets/fed-1-home", "data").toString()).isEqualTo(keys);
	}

	@Test
	void whatIsLeftOfAFoundingThatWasCutOffTakesNothing() throws IOException {
		cluster.api().fill("fed-2-home", Map.of("local-0000000000000000__node.key", new byte[] { 1 }));
		found();
		cluster.api().fill("fed-2-home", Map.of("local-ffffffffffffffff__node.key", new byte[] { 2 }));
		moveIn(2);
		assertThat(NodeHome.open(volume(2).resolve("home")).shortName()).isEqualTo("node3");
		assertThat(cluster.fields("secrets/fed-2-home", "data").isEmpty()).isTrue();
	}

	@Test
	void ofTwoFoundingsAtOnceOneCounts() {
		Paper before = cluster.api().read(Kind.CONFIG_MAP, "fed-federation");
		cluster.touch("configmaps/fed-federation");
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> cluster.api().fill("fed-federation", before, Map.of("chain", "late"), Map.of()))
			.withMessageContaining("by somebody else");
		assertThat(cluster.fields("configmaps/fed-federation", "data").isEmpty()).isTrue();
	}

	@Test
	void whatTheChartDidNotMakeIsNamed() {
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> new FoundCommand(cluster.api(), founding(), out).run(command("other"), PLAN))
			.withMessageContaining("configmaps/other-federation");
	}

	private void found() {
		assertThat(new FoundCommand(cluster.api(), founding(), out).run(command("fed"), PLAN)).isZero();
	}

	private void moveIn(int ordinal) {
		assertThat(new MoveInCommand(cluster.api(), out).run(command(ordinal))).isZero();
	}

	private Command.MoveIn command(int ordinal) {
		return new Command.MoveIn("fed-" + ordinal, volume(ordinal).resolve("home"));
	}

	private Path volume(int ordinal) {
		try {
			return Files.createDirectories(directory.resolve("volume" + ordinal));
		}
		catch (IOException failure) {
			throw new AssertionError(failure);
		}
	}

	private static Founding founding() {
		return new Founding(InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")), new SecureRandom());
	}

	private static Command.FoundInCluster command(String name) {
		return new Command.FoundInCluster(name,
				new Command.Init(Path.of("unused"), "local", "local.internal", 4, HOSTS, 0, Optional.empty()));
	}

}
