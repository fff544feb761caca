package org.web3ecosystem.trustchain.dns;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.ca.CaException;
import org.web3ecosystem.trustchain.ca.KeyCustody;
import org.web3ecosystem.trustchain.dnssec.KeyRingFile;
import org.web3ecosystem.trustchain.dnssec.ZoneKey.Role;
import org.web3ecosystem.trustchain.ledger.TestLedger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ZoneSigningTests {

	@TempDir
	private Path directory;

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));

	private Federation federation;

	private TestLedger ledger;

	@BeforeEach
	void found() {
		federation = Federation.of(4, directory, now.get());
		ledger = new TestLedger(federation.genesis());
	}

	private ZoneSigning node(int number) {
		return new ZoneSigning(federation.node(number).id(), federation.genesis(),
				ledger.of(federation.node(number).id()),
				new KeyRingFile(directory.resolve("keys" + number), KeyCustody.OPEN), now::get);
	}

	@Test
	void eachShowsTheKeysOfAll() throws Exception {
		ZoneSigning first = node(1);
		ZoneSigning second = node(2);
		first.look();
		second.look();
		first.look();

		assertThat(first.zone().orElseThrow().keys()).hasSize(4)
			.containsExactlyElementsOf(second.zone().orElseThrow().keys());
		assertThat(first.zone().orElseThrow().anchors()).hasSize(2);
		assertThat(first.zone().orElseThrow().delegations()).hasSize(2)
			.allSatisfy(data -> assertThat(data).hasSize(36));
	}

	@Test
	void aNodeThatComesBackHasItsKeysAndTellsNothingTwice() throws Exception {
		ZoneSigning before = node(1);
		before.look();
		List<byte[]> keys = before.zone().orElseThrow().keys();
		int size = ledger.size();

		ZoneSigning again = node(1);
		again.look();

		assertThat(again.zone().orElseThrow().keys()).containsExactlyElementsOf(keys);
		assertThat(ledger.size()).isEqualTo(size);
	}

	@Test
	void aFileThatIsDamagedLetsNothingStart() throws Exception {
		node(1).look();
		Path file = directory.resolve("keys1");
		byte[] whole = Files.readAllBytes(file);
		byte[] garbage = new byte[whole.length];
		RandomGenerator.of("L64X128MixRandom").nextBytes(garbage);
		for (byte[] damaged : List.of(new byte[0], Arrays.copyOf(whole, whole.length / 2), garbage)) {
			Files.write(file, damaged);
			try (ZoneSigning node = node(1)) {
				assertThatThrownBy(node::start).isInstanceOf(CaException.class)
					.hasMessageContaining(file.toString())
					.hasMessageContaining("restore it");
			}
			assertThat(file).hasBinaryContent(damaged);
			assertThat(node(1).zone().orElseThrow().isWhole()).as("nobody knows whether it is signed").isFalse();
		}
	}

	@Test
	void whatComesBackSignsBeforeItHasReachedTheLedger() throws Exception {
		node(1).look();
		ledger.down(true);
		try (ZoneSigning again = node(1)) {
			again.start();
			SignedZone zone = again.zone().orElseThrow();
			assertThat(zone.signers()).hasSize(2);
			assertThat(zone.keys()).isEmpty();
			assertThat(zone.isWhole()).isFalse();
		}
	}

	@Test
	void aSuccessorIsShownBeforeItSigns() throws Exception {
		ZoneSigning node = node(1);
		node.look();
		now.set(now.get().plus(Duration.ofDays(30)));
		node.look();
		assertThat(node.zone().orElseThrow().keys()).hasSize(3);
		now.set(now.get().plus(Duration.ofMinutes(20)));
		node.look();
		now.set(now.get().plus(Duration.ofMinutes(90)));
		node.look();
		assertThat(node.zone().orElseThrow().keys()).as("the one before is gone").hasSize(2);
	}

	@Test
	void theOperatorHasAKeyReplacedBeforeItsTime() throws Exception {
		ZoneSigning node = node(1);
		node.look();
		Object before = signing(node, Role.ZONE_SIGNING);

		assertThat(node.succeed(Role.ZONE_SIGNING)).extracting(key -> key.get("state"))
			.containsExactlyInAnyOrder("signing", "signing", "shown");
		assertThat(node.succeed(Role.ZONE_SIGNING)).as("one is on its way").hasSize(3);
		now.set(now.get().plus(Duration.ofMinutes(14)));
		node.look();
		assertThat(signing(node, Role.ZONE_SIGNING)).isEqualTo(before);
		now.set(now.get().plus(Duration.ofMinutes(2)));
		node.look();

		assertThat(signing(node, Role.ZONE_SIGNING)).isNotEqualTo(before);
		assertThat(node.state()).filteredOn(key -> key.get("tag").equals(before))
			.singleElement()
			.satisfies(key -> assertThat(key).containsEntry("state", "replaced").containsKey("replacedAt"));
	}

	private static Object signing(ZoneSigning node, Role role) {
		return node.state()
			.stream()
			.filter(key -> role.toString().equals(key.get("role")) && "signing".equals(key.get("state")))
			.map(key -> key.get("tag"))
			.findFirst()
			.orElseThrow();
	}

	@Test
	void anchorsAreWrittenAsTheirReadersReadThem() throws Exception {
		ZoneSigning node = node(1);
		node.look();
		assertThat(node.anchors()).matches("local\\.internal\\. IN DS \\d+ 13 2 [0-9A-F]{64}\n");
		assertThat(node.bindAnchors())
			.matches("trust-anchors \\{\n\tlocal\\.internal\\. static-ds \\d+ 13 2 \"[0-9A-F]{64}\";\n};\n");
	}

	@Test
	void withoutTheLedgerNoKeyIsShown() {
		ledger.down(true);
		ZoneSigning node = node(1);
		assertThatThrownBy(node::look).isInstanceOf(UnavailableException.class);
		assertThat(node.zone().orElseThrow().keys()).isEmpty();
	}

}
