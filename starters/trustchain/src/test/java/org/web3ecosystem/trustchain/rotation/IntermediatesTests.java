package org.web3ecosystem.trustchain.rotation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.ca.CaException;
import org.web3ecosystem.trustchain.ca.Generation;
import org.web3ecosystem.trustchain.ca.KeyCustody;
import org.web3ecosystem.trustchain.ledger.TestLedger;
import org.web3ecosystem.trustchain.ledger.TestTaints;
import org.web3ecosystem.trustchain.ledger.TaintedAuthorities;
import org.web3ecosystem.trustchain.path.Validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IntermediatesTests {

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

	@TempDir
	private Path directory;

	private final AtomicReference<Instant> now = new AtomicReference<>(NOW);

	private Federation federation;

	private Node node;

	private TestLedger ledger;

	private TaintedAuthorities tainted;

	private Path files;

	private KeyCustody custody = KeyCustody.OPEN;

	@BeforeEach
	void found() {
		federation = Federation.of(2, directory, NOW);
		node = federation.node(1);
		ledger = new TestLedger(federation.genesis());
		tainted = TestTaints.of(federation.genesis(), ledger, node.id(), node.home(), now::get);
		files = node.home().resolve("trustchain");
	}

	private Intermediates intermediates() {
		Validator validator = new Validator(federation.genesis().rootCertificate(), Federation.ZONE, now::get);
		return new Intermediates(files, node.id(), validator, tainted, custody, now::get);
	}

	@Test
	void theNextIssueAndTheFormerSpeakForTheirLeavesUntilTheyHaveEnded() {
		Generation first = intermediates().open();
		federation.renew(node, NOW);

		Generation second = intermediates().install();

		assertThat(second.nodes().certificate()).isNotEqualTo(first.nodes().certificate());
		assertThat(intermediates().open().nodes().certificate()).isEqualTo(second.nodes().certificate());
		assertThat(intermediates().former()).singleElement()
			.satisfies(former -> assertThat(former.servers().certificate()).isEqualTo(first.servers().certificate()));
		now.set(NOW.plus(Intermediates.KEPT).plusSeconds(1));
		assertThat(intermediates().former()).isEmpty();
		assertThat(files.resolve("former")).isEmptyDirectory();
	}

	@Test
	void keysAreEncryptedWhereTheyLieAndSoAreTheNextOnes() throws IOException {
		Generation first = intermediates().open();
		custody = KeyCustody.sealed("correct horse".toCharArray());
		assertThat(intermediates().open().nodes().certificate()).isEqualTo(first.nodes().certificate());
		federation.renew(node, NOW);
		intermediates().install();

		for (String key : List.of("node-ca.key", "server-ca.key", "former/" + NOW.getEpochSecond() + "/node-ca.key")) {
			assertThat(Files.readString(files.resolve(key))).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----")
				.doesNotContain("BEGIN PRIVATE");
		}
		assertThat(intermediates().open()).isNotNull();
		assertThat(intermediates().former()).hasSize(1);
		custody = KeyCustody.sealed("another".toCharArray());
		assertThatThrownBy(() -> intermediates().open()).isInstanceOf(CaException.class)
			.hasMessageContaining("cannot be read with the passphrase");
		custody = KeyCustody.OPEN;
		assertThatThrownBy(() -> intermediates().open()).isInstanceOf(CaException.class)
			.hasMessageContaining("web3.trustchain.key-passphrase-file");
	}

	@Test
	void aStartInstallsWhatWaits() {
		Generation first = intermediates().open();
		federation.renew(node, NOW);

		assertThat(intermediates().open().nodes().certificate()).isNotEqualTo(first.nodes().certificate());
	}

	@Test
	void whereverInstallingBreaksOffAStartGoesOnWithIt() throws IOException {
		for (int moved = 0; moved < 4; moved++) {
			federation.renew(node, NOW);
			Path next = files.resolve("next");
			Generation wanted = Generation.load(next);
			Files.createFile(next.resolve("installing"));
			for (String file : List.of("node-ca.key", "node-ca.pem", "server-ca.key").subList(0, moved)) {
				Files.move(next.resolve(file), files.resolve(file), StandardCopyOption.REPLACE_EXISTING);
			}

			assertThat(intermediates().exist()).isTrue();
			assertThat(intermediates().open().nodes().certificate()).isEqualTo(wanted.nodes().certificate());
			assertThat(next).isEmptyDirectory();
		}
	}

	@Test
	void whatIsNotFitIsLeftAndWhatIssuesGoesOn() throws IOException {
		Generation first = intermediates().open();
		assertThatThrownBy(() -> intermediates().install()).isInstanceOf(RejectedException.class)
			.hasMessageContaining("nothing to install");

		federation.renew(federation.node(2), NOW);
		Files.move(federation.node(2).home().resolve("trustchain/next"), files.resolve("next"));
		assertThatThrownBy(() -> intermediates().install()).isInstanceOf(RejectedException.class)
			.hasMessageContaining("is not this validator's");
		Files.copy(files.resolve("next/node-ca.key"), files.resolve("next/server-ca.key"),
				StandardCopyOption.REPLACE_EXISTING);
		assertThatThrownBy(() -> intermediates().install()).isInstanceOf(RejectedException.class)
			.hasMessageContaining("does not belong");

		assertThat(intermediates().open().nodes().certificate()).isEqualTo(first.nodes().certificate());
		assertThat(intermediates().former()).isEmpty();
	}

	@Test
	void ofAnotherRootOrTaintedOnesAreNotFit() throws IOException {
		Federation other = Federation.of(1, directory.resolve("other"), NOW);
		try (var ceremony = other.ceremony(NOW)) {
			ceremony.write(files.resolve("next"), node.name(), node.id(), node.endpoints());
		}
		assertThatThrownBy(() -> intermediates().install()).isInstanceOf(RejectedException.class)
			.hasMessageContaining("node intermediate");

		federation.renew(node, NOW);
		TestTaints.taint(ledger, node.id(), Generation.load(files.resolve("next")).nodes().certificate(), node.id(),
				Duration.ofMinutes(1));
		tainted.look();
		assertThatThrownBy(() -> intermediates().install()).isInstanceOf(RejectedException.class)
			.hasMessageContaining("is tainted");
	}

}
