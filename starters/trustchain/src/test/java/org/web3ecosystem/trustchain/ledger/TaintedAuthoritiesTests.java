package org.web3ecosystem.trustchain.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.ca.Generation;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.Tainted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TaintedAuthoritiesTests {

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

	private static final Duration WITHIN = Duration.ofMinutes(5);

	@TempDir
	private Path directory;

	private final AtomicReference<Instant> now = new AtomicReference<>(NOW);

	private final AtomicInteger news = new AtomicInteger();

	private Federation federation;

	private TestLedger ledger;

	private X509Certificate authority;

	private TaintedAuthorities tainted;

	@BeforeEach
	void found() {
		federation = Federation.of(4, directory, NOW);
		ledger = new TestLedger(federation.genesis());
		authority = Generation.load(federation.node(1).home().resolve("trustchain")).nodes().certificate();
		tainted = reader();
	}

	private TaintedAuthorities reader() {
		return new TaintedAuthorities(ledger.of(federation.node(3).id()),
				TestTaints.anchors(federation.genesis(), ledger.of(federation.node(3).id()), directory),
				directory.resolve("tainted"), now::get, all -> news.incrementAndGet(), () -> {
				});
	}

	private Verdict taint(int author) {
		return TestTaints.taint(ledger, federation.node(author).id(), authority, federation.node(1).id(), WITHIN);
	}

	@Test
	void itsOwnerAloneTaintsAnAuthority() {
		assertThat(taint(1)).isEqualTo(Verdict.accepted());
		tainted.look();
		tainted.look();

		assertThat(news).as("told once").hasValue(1);
		assertThat(tainted.find(authority))
			.contains(new Taint(Digest.hex(Digest.encoded(authority)), federation.node(1).id(), NOW, NOW.plus(WITHIN)));
		assertThat(tainted.left()).isEqualTo(WITHIN);
	}

	@Test
	void othersTaintItOnlyWhenTheyAreMoreThanMayBeLiars() {
		taint(2);
		taint(2);
		tainted.look();
		assertThat(tainted.find(authority)).isEmpty();

		ledger.at(NOW.plusSeconds(60));
		taint(4);
		tainted.look();

		assertThat(tainted.find(authority).map(Taint::at)).contains(NOW.plusSeconds(60));
		ledger.at(NOW.plusSeconds(90));
		taint(1);
		assertThat(ledger.of(federation.node(2).id())
			.votes(federation.node(1).id(), Digest.hex(Digest.encoded(authority)))
			.toCompletableFuture()
			.join()
			.taint()
			.map(Taint::at)).as("the first decision counts").contains(NOW.plusSeconds(60));
	}

	@Test
	void whoeverClaimsAnothersAuthorityAsItsOwnTaintsNothing() {
		NodeId liar = federation.node(2).id();
		TestTaints.taint(ledger, liar, authority, liar, WITHIN);
		tainted.look();

		assertThat(tainted.all()).hasSize(1);
		assertThat(tainted.find(authority)).isEmpty();
	}

	@Test
	void strangersAreNotHeardAndNobodyEndlessly() {
		assertThat(TestTaints.taint(ledger, NodeKey.generate().id(), authority, federation.node(1).id(), WITHIN))
			.isEqualTo(Verdict.rejected("only a validator records certificates"));
		NodeId author = federation.node(2).id();
		Verdict last = Verdict.accepted();
		for (int i = 0; i <= CertificatesModule.MAX_TAINTS_PER_AUTHOR; i++) {
			last = ledger.of(author)
				.submit(new Tainted(Digest.sha256(new byte[] { (byte) i }), author, WITHIN))
				.toCompletableFuture()
				.join()
				.verdict();
		}
		assertThat(last).isInstanceOf(Verdict.Rejected.class);
	}

	@Test
	void itIsACriticalOperation() {
		byte[] body = new Tainted(new byte[32], federation.node(1).id(), WITHIN).encode();
		CertificatesModule module = new CertificatesModule(federation.genesis());

		assertThat(
				module.proves(new LedgerModule.Command("", federation.node(1).id(), body, Instant.MIN, Height.GENESIS))
					.orElseThrow()
					.critical())
			.isTrue();
		assertThat(CertificateCommand.decode(body).encode()).isEqualTo(body);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Tainted(new byte[32], federation.node(1).id(), Duration.ofSeconds(19)));
	}

	@Test
	void whatIsKnownSurvivesARestartWithoutLedger() {
		taint(1);
		tainted.look();
		ledger.down(true);

		assertThat(reader().find(authority)).isPresent();
	}

	@Test
	void damageToTheFileMakesNobodyUntainted() throws IOException {
		taint(1);
		tainted.look();
		ledger.down(true);
		Path file = directory.resolve("tainted");
		byte[] whole = Files.readAllBytes(file);
		for (int length = 0; length < whole.length; length++) {
			Files.write(file, Arrays.copyOf(whole, length));
			assertTellsNothing();
		}
		for (int bit = 0; bit < whole.length * 8; bit++) {
			byte[] damaged = whole.clone();
			damaged[bit / 8] ^= (byte) (1 << bit % 8);
			Files.write(file, damaged);
			assertTellsNothing();
		}
		Files.write(file, new byte[(1 << 20) + 1]);
		assertTellsNothing();
		Files.write(file, whole);
		assertThat(reader().find(authority)).isPresent();
	}

	private void assertTellsNothing() {
		TaintedAuthorities damaged = reader();
		assertThat(damaged.damage()).get().asString().contains(directory.resolve("tainted").toString(), "delete it");
		assertThatThrownBy(() -> damaged.find(authority)).isInstanceOf(UnavailableException.class);
		assertThatThrownBy(damaged::all).isInstanceOf(UnavailableException.class);
	}

	@Test
	void whatWasDamagedIsReadInTheLedgerAndWrittenAgain() throws IOException {
		taint(1);
		tainted.look();
		Path file = directory.resolve("tainted");
		byte[] whole = Files.readAllBytes(file);
		Files.write(file, Arrays.copyOf(whole, whole.length - 1));
		TaintedAuthorities again = reader();
		assertThat(again.damage()).isPresent();

		again.look();

		assertThat(again.damage()).isEmpty();
		assertThat(again.find(authority)).isPresent();
		assertThat(news).as("told again").hasValue(2);
		assertThat(Files.readAllBytes(file)).isEqualTo(whole);
	}

	@Test
	void aDamagedFileThatIsTakenAwayIsNoneWithoutARestart() throws IOException {
		Path file = directory.resolve("tainted");
		Files.write(file, new byte[] { 1 });
		TaintedAuthorities damaged = reader();
		assertThat(damaged.damage()).isPresent();
		Files.delete(file);
		assertThat(damaged.all()).isEmpty();
	}

	@Test
	void aFileFromBeforeThereWereDigestsIsTaken() throws IOException {
		taint(1);
		tainted.look();
		Cbor old = Cbor.of(tainted.all().stream().map(Taint::encode).map(Cbor::of).toList());
		Files.write(directory.resolve("tainted"), old.encode());
		ledger.down(true);
		assertThat(reader().find(authority)).isPresent();
	}

}
