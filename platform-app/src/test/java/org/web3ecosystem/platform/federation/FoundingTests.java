package org.web3ecosystem.platform.federation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.node.NodeHome;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.NodeKeyFile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FoundingTests {

	private static final FederationPlan PLAN = FederationPlan.of("local", "local.internal", 4, List.of("127.0.0.1"),
			20_000);

	private final Founding founding = new Founding(InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")),
			new SecureRandom());

	@TempDir
	Path directory;

	@Test
	void aFederationHasAGenesisDocumentARootAndAHomePerValidator() throws IOException {
		Path target = directory.resolve("f");
		founding.found(PLAN, target, Optional.of("secret"));
		assertThat(names(target)).containsExactlyInAnyOrder("genesis.cbor", "root.pem", "root-key.p8", "node1", "node2",
				"node3", "node4");
		assertThat(names(target.resolve("node1"))).containsExactlyInAnyOrder("genesis.cbor", "node.key", "trustchain",
				"hashgraph");
	}

	@Test
	void whatWasFoundedOpensAndAgreesWithItsHomes() throws IOException {
		Path target = directory.resolve("f");
		founding.found(PLAN, target, Optional.of("secret"));
		FederationDirectory opened = FederationDirectory.open(target);
		Genesis genesis = opened.genesis().genesis();
		assertThat(genesis.f()).isEqualTo(1);
		assertThat(genesis.modules()).containsExactly("certificates", "names", "assets", "economy", "catalogue",
				"validators", "conduct", "plots");
		for (Validator validator : opened.validators()) {
			assertThat(NodeKeyFile.read(opened.home(validator).resolve("node.key")).id()).isEqualTo(validator.id());
		}
		assertThat(opened.validators()).extracting(validator -> validator.endpoints().http())
			.containsExactly(28080, 28180, 28280, 28380);
		assertThat(opened.validators()).extracting(Validator::stake).containsOnly(Founding.STAKE);
	}

	@Test
	void everySecretIsTheOwnersAlone() throws IOException {
		Path target = directory.resolve("f");
		founding.found(PLAN, target, Optional.empty());
		try (Stream<Path> files = Files.walk(target)) {
			assertThat(files.filter(file -> file.toString().matches(".*(key|p8|passphrase)"))).hasSizeGreaterThan(10)
				.allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
					.isEqualTo("rw-------"));
		}
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve("node1"))))
			.isEqualTo("rwx------");
	}

	@Test
	void twoFoundingsShareNoKeyAndNoChain() {
		FederationDirectory one = founding.found(PLAN, directory.resolve("one"), Optional.of("secret"));
		FederationDirectory two = founding.found(PLAN, directory.resolve("two"), Optional.of("secret"));
		assertThat(one.genesis().genesis().chainId()).isNotEqualTo(two.genesis().genesis().chainId());
		assertThat(one.validators()).extracting(Validator::id)
			.doesNotContainAnyElementsOf(two.validators().stream().map(Validator::id).toList());
		assertThat(one.validators().getFirst().gossipCertificate())
			.isNotEqualTo(two.validators().getFirst().gossipCertificate());
	}

	@Test
	void aDirectoryThatHoldsSomethingIsLeftAlone() throws IOException {
		Files.writeString(directory.resolve("letter.txt"), "mine");
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> founding.found(PLAN, directory, Optional.empty()))
			.withMessageContaining("not empty");
		assertThat(names(directory)).containsExactly("letter.txt");
	}

	@Test
	void anEmptyDirectoryIsTaken() throws IOException {
		Path target = Files.createDirectory(directory.resolve("f"));
		founding.found(PLAN, target, Optional.of("secret"));
		assertThat(names(target)).contains("genesis.cbor");
	}

	@Test
	void aFailureLeavesNothingBehind() throws IOException {
		FederationPlan refused = FederationPlan.of("local", "a.".repeat(100) + "b", 4, List.of("127.0.0.1"), 0);
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> founding.found(refused, directory.resolve("f"), Optional.of("secret")))
			.withMessageContaining("zone");
		assertThat(names(directory)).isEmpty();
	}

	@Test
	void onlyAFederationIsDeleted() throws IOException {
		Path target = directory.resolve("f");
		founding.found(PLAN, target, Optional.of("secret"));
		Files.writeString(target.resolve("thesis.tex"), "mine");
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> FederationDirectory.delete(target))
			.withMessageContaining("thesis.tex");
		Files.delete(target.resolve("thesis.tex"));
		FederationDirectory.delete(target);
		assertThat(target).doesNotExist();
	}

	@Test
	void deletingDoesNotFollowLinks() throws IOException {
		Path precious = Files.createDirectory(directory.resolve("precious"));
		Files.writeString(precious.resolve("letter.txt"), "mine");
		Path target = directory.resolve("f");
		founding.found(PLAN, target, Optional.of("secret"));
		Files.createSymbolicLink(target.resolve("node1").resolve("link"), precious);
		FederationDirectory.delete(target);
		assertThat(precious.resolve("letter.txt")).exists();
	}

	@Test
	void aChangedGenesisDocumentIsRefused() throws IOException {
		Path target = directory.resolve("f");
		founding.found(PLAN, target, Optional.of("secret"));
		byte[] document = Files.readAllBytes(target.resolve("genesis.cbor"));
		document[document.length / 2] ^= 1;
		Files.write(target.resolve("genesis.cbor"), document);
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> FederationDirectory.open(target));
	}

	@Test
	void whatIsNoFederationsDirectoryIsCalledThat() throws IOException {
		Files.writeString(directory.resolve("letter.txt"), "mine");
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> FederationDirectory.open(directory))
			.withMessage(directory + " is not a federation's directory: it has no genesis.cbor")
			.satisfies(refused -> assertThat(refused.remedy()).contains("--dir"));
		Path target = directory.resolve("f");
		founding.found(PLAN, target, Optional.of("secret"));
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> FederationDirectory.open(target.resolve("node1")))
			.withMessage(target.resolve("node1") + " is the home of one node, not a federation's directory")
			.satisfies(refused -> assertThat(refused.remedy()).contains("--home"));
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> NodeHome.open(target))
			.withMessage(target + " is a federation's directory, not the home of one node")
			.satisfies(refused -> assertThat(refused.remedy()).contains("node1", "--dir"));
	}

	@Test
	void aFederationIsRunByOneProcessAndNotDeletedMeanwhile() {
		Path target = directory.resolve("f");
		founding.found(PLAN, target, Optional.of("secret"));
		String running = "the federation in " + target + " is running already, in process "
				+ ProcessHandle.current().pid();
		try (FederationLock held = FederationLock.take(target)) {
			assertThat(held).isNotNull();
			assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> FederationLock.take(target))
				.withMessage(running);
			assertThatExceptionOfType(RefusedException.class)
				.isThrownBy(() -> FederationDirectory.requireDeletable(target))
				.withMessage(running);
		}
		FederationLock.take(target).close();
		FederationDirectory.delete(target);
		assertThat(target).doesNotExist();
	}

	private static List<String> names(Path path) throws IOException {
		try (Stream<Path> entries = Files.list(path)) {
			return entries.map(entry -> entry.getFileName().toString()).toList();
		}
	}

}
