package org.web3ecosystem.trustchain.ledger;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.consensus.LedgerModule.Command;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.dnssec.ZoneKey.Role;
import org.web3ecosystem.trustchain.dnssec.ZoneKey;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.Enrolled;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.Issued;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.ZoneSigned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CertificatesModuleTests {

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

	@TempDir
	private Path directory;

	private Federation federation;

	private TestLedger ledger;

	private NodeId author;

	@BeforeEach
	void found() {
		federation = Federation.of(4, directory, NOW);
		ledger = new TestLedger(federation.genesis());
		author = federation.node(1).id();
	}

	@Test
	void anIssuedLeafCanBeRead() {
		Issued issued = issued(1, author);
		assertThat(submit(author, issued)).isEqualTo(Verdict.accepted());

		Optional<LeafEntry> entry = ledger.of(author).leaf(issued.leaf(), author).toCompletableFuture().join();

		assertThat(entry).contains(new LeafEntry(author, Purpose.NODE, new BigInteger(1, issued.serial()),
				issued.notAfter(), author, 1, Optional.empty()));
		assertThat(ledger.of(author).logSize(author).toCompletableFuture().join()).isEqualTo(2);
		assertThat(ledger.of(author).leaf(new byte[32], author).toCompletableFuture().join()).isEmpty();
	}

	@Test
	void onlyGenesisValidatorsWrite() {
		assertThat(submit(NodeKey.generate().id(), issued(1, author))).isInstanceOf(Verdict.Rejected.class);
		assertThat(ledger.size()).isZero();
	}

	@Test
	void leavesOfStrangersAndOddLivesAreRefused() {
		assertThat(submit(author, issued(1, NodeKey.generate().id()))).isInstanceOf(Verdict.Rejected.class);
		assertThat(submit(author, lasting(Duration.ofHours(26)))).isInstanceOf(Verdict.Rejected.class);
		assertThat(submit(author, lasting(Duration.ofHours(-1)))).isInstanceOf(Verdict.Rejected.class);
		assertThat(ledger.size()).isZero();
	}

	/** Those that are ordered by ACME are for accounts, which are no nodes. */
	@Test
	void aServersLeafMayBeAStrangers() {
		Issued node = issued(1, NodeKey.generate().id());
		Issued server = new Issued(node.leaf(), node.serial(), node.node(), Purpose.SERVER, node.notAfter(),
				node.index());
		Issued operator = new Issued(node.leaf(), node.serial(), node.node(), Purpose.OPERATOR, node.notAfter(),
				node.index());

		assertThat(submit(author, operator)).isInstanceOf(Verdict.Rejected.class);
		assertThat(submit(author, server)).isEqualTo(Verdict.accepted());
	}

	@Test
	void whatAnotherValidatorSaysOfALeafChangesNothing() {
		NodeId liar = federation.node(2).id();
		assertThat(submit(liar, issued(1, liar))).isEqualTo(Verdict.accepted());

		assertThat(submit(author, issued(1, author))).isEqualTo(Verdict.accepted());
		assertThat(submit(author, issued(1, author))).as("said twice").isEqualTo(Verdict.accepted());
		assertThat(submit(author, issued(1, liar))).as("said otherwise").isInstanceOf(Verdict.Rejected.class);

		assertThat(ledger.of(author).leaf(issued(1, author).leaf(), author).toCompletableFuture().join())
			.map(LeafEntry::node)
			.contains(author);
	}

	@Test
	void aValidatorTellsItsKeysOfTheZoneAndTheLastCount() {
		byte[] first = ZoneKey.generate(Role.ZONE_SIGNING).data();
		byte[] second = ZoneKey.generate(Role.KEY_SIGNING).data();
		assertThat(submit(author, new ZoneSigned(1, List.of(first)))).isEqualTo(Verdict.accepted());
		assertThat(submit(author, new ZoneSigned(2, List.of(first, second)))).isEqualTo(Verdict.accepted());
		assertThat(submit(author, new ZoneSigned(2, List.of(first, second)))).as("again").isEqualTo(Verdict.accepted());
		assertThat(submit(author, new ZoneSigned(1, List.of(second)))).isInstanceOf(Verdict.Rejected.class);
		assertThat(submit(NodeKey.generate().id(), new ZoneSigned(3, List.of(first))))
			.isInstanceOf(Verdict.Rejected.class);

		assertThat(ledger.of(author).zoneKeys(author).toCompletableFuture().join()).get()
			.satisfies(told -> assertThat(told.keys()).containsExactly(first, second));
		assertThat(ledger.of(author).zoneKeys(federation.node(2).id()).toCompletableFuture().join()).isEmpty();
		for (byte[] bad : List.of(new byte[0], new byte[68], Arrays.copyOf(first, 67))) {
			assertThatThrownBy(() -> new ZoneSigned(1, List.of(bad))).isInstanceOf(IllegalArgumentException.class);
		}
	}

	@Test
	void noValidatorUsesUpTheAdmissionsOfTheOthers() {
		Map<String, byte[]> state = new HashMap<>(
				Map.of(Keys.admissions(author), Cbor.of(CertificatesModule.MAX_ADMISSIONS / 4).encode()));
		ledger.preset(state);

		assertThat(submit(author, enrolled(NodeKey.generate(), "edge", 1))).isInstanceOf(Verdict.Rejected.class);
		assertThat(submit(federation.node(2).id(), enrolled(NodeKey.generate(), "edge", 1)))
			.isEqualTo(Verdict.accepted());
	}

	@Test
	void whatIsOverGoesWhenItsIssuerWritesAgain() {
		for (int i = 0; i < 50; i++) {
			submit(author, issued(i, author));
		}
		int full = ledger.size();
		ledger.at(NOW.plus(Duration.ofHours(27)));
		for (int i = 50; i < 100; i++) {
			Issued later = new Issued(Digest.sha256(new byte[] { (byte) i }), new byte[] { 1 }, author, Purpose.NODE,
					NOW.plus(Duration.ofHours(50)), i);
			assertThat(submit(author, later)).isEqualTo(Verdict.accepted());
		}

		assertThat(ledger.size()).isEqualTo(full);
		assertThat(ledger.of(author).leaf(issued(1, author).leaf(), author).toCompletableFuture().join()).isEmpty();
	}

	@Test
	void anAdmissionSpendsItsTokenForTheWholeFederation() {
		NodeKey joiner = NodeKey.generate();
		assertThat(submit(author, enrolled(joiner, "edge", 1))).isEqualTo(Verdict.accepted());

		assertThat(submit(federation.node(2).id(), enrolled(NodeKey.generate(), "other", 1)))
			.isEqualTo(Verdict.rejected("the token is spent"));
		assertThat(submit(author, issued(1, joiner.id()))).isEqualTo(Verdict.accepted());
		assertThat(ledger.of(author).node(joiner.id()).toCompletableFuture().join().orElseThrow().name())
			.isEqualTo("edge");
	}

	@Test
	void namesBelongToTheirNodes() {
		NodeKey joiner = NodeKey.generate();
		submit(author, enrolled(joiner, "edge", 1));

		assertThat(submit(author, enrolled(NodeKey.generate(), "edge", 2))).isInstanceOf(Verdict.Rejected.class);
		assertThat(submit(author, enrolled(joiner, "another", 3))).isInstanceOf(Verdict.Rejected.class);
		assertThat(submit(author, enrolled(NodeKey.generate(), "node2", 4))).isInstanceOf(Verdict.Rejected.class);
		assertThat(submit(author, enrolled(federation.node(2).key(), "edge2", 5))).isInstanceOf(Verdict.Rejected.class);
		assertThat(submit(author, enrolled(joiner, "edge", 6))).as("comes again").isEqualTo(Verdict.accepted());
	}

	@Test
	void aNodeThatDidNotAskIsNotEnrolled() {
		NodeKey joiner = NodeKey.generate();
		Enrolled asked = enrolled(joiner, "edge", 1);
		byte[] other = NodeKey.generate().publicKey().getEncoded();

		assertThat(submit(author, new Enrolled(other, "edge", Digest.sha256(new byte[] { 1 }),
				Digest.sha256(new byte[] { 9 }), asked.proof())))
			.isEqualTo(Verdict.rejected("the joiner did not sign this"));
	}

	@Test
	void damagedCommandsAreRefusedNotThrown() {
		CertificatesModule module = new CertificatesModule(federation.genesis());
		for (byte[] good : List.of(issued(1, author).encode(), enrolled(NodeKey.generate(), "edge", 1).encode())) {
			assertThat(module.check(command(good)).isAccepted()).isTrue();
			for (int length = 0; length < good.length; length++) {
				assertThat(module.check(command(Arrays.copyOf(good, length)))).isInstanceOf(Verdict.Rejected.class);
			}
			for (int position = 0; position < good.length; position++) {
				byte[] damaged = good.clone();
				damaged[position] ^= (byte) 0x80;
				module.check(command(damaged));
			}
		}
		assertThat(module.check(command(new byte[2000]))).isInstanceOf(Verdict.Rejected.class);
	}

	private Command command(byte[] body) {
		return new Command("x", author, body, NOW, new Height(1));
	}

	@Test
	void inAnEmergencyNodesGetLeavesAndNobodyJoins() {
		NodeKey joiner = NodeKey.generate();
		submit(author, enrolled(joiner, "edge", 1));
		Issued strangers = issued(1, NodeKey.generate().id());

		assertThat(ledger.goesOn(author, issued(1, author))).isTrue();
		assertThat(ledger.goesOn(author, issued(1, joiner.id()))).isTrue();
		assertThat(ledger.goesOn(author, new Issued(strangers.leaf(), strangers.serial(), strangers.node(),
				Purpose.SERVER, strangers.notAfter(), 1)))
			.as("an account's")
			.isFalse();
		assertThat(ledger.goesOn(author,
				new CertificateCommand.Revoked(new byte[32], author, Revocation.Reason.UNSPECIFIED)))
			.isTrue();
		assertThat(ledger.goesOn(author, enrolled(NodeKey.generate(), "new", 2))).isFalse();
	}

	private Verdict submit(NodeId by, CertificateCommand command) {
		return ledger.of(by).submit(command).toCompletableFuture().join().verdict();
	}

	private static Issued issued(int number, NodeId node) {
		return new Issued(Digest.sha256(new byte[] { (byte) number }), new byte[] { 1, 2 }, node, Purpose.NODE,
				NOW.plus(Duration.ofHours(24)), number);
	}

	private Issued lasting(Duration life) {
		return new Issued(new byte[32], new byte[] { 1 }, author, Purpose.NODE, NOW.plus(life), 0);
	}

	private static Enrolled enrolled(NodeKey joiner, String name, int token) {
		byte[] tokenHash = Digest.sha256(new byte[] { (byte) token });
		byte[] request = Digest.sha256(new byte[] { 9 });
		byte[] message = Arrays.copyOf(tokenHash, 64);
		System.arraycopy(request, 0, message, 32, 32);
		return new Enrolled(joiner.publicKey().getEncoded(), name, tokenHash, request,
				joiner.sign(Enrolled.DOMAIN, message));
	}

}
