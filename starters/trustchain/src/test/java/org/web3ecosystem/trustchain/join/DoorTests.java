package org.web3ecosystem.trustchain.join;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.trust.Admission;
import org.web3ecosystem.spi.trust.JoinRequest;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.ca.SigningRequest;
import org.web3ecosystem.trustchain.ca.TestAuthority;
import org.web3ecosystem.trustchain.ledger.CertificateLedger;
import org.web3ecosystem.trustchain.ledger.EnrolledNode;
import org.web3ecosystem.trustchain.ledger.TestLedger;
import org.web3ecosystem.trustchain.path.Validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DoorTests {

	@TempDir
	private Path directory;

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

	private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

	private Node node;

	private TestLedger ledger;

	private TestAuthority authority;

	private Tokens tokens;

	private Door door;

	private final NodeKey joiner = NodeKey.generate();

	@BeforeEach
	void open() {
		node = Federation.of(4, directory).node(1);
		ledger = new TestLedger(node.genesis());
		authority = new TestAuthority(node, InstantSource.system());
		tokens = new Tokens(node.home().resolve("trustchain/tokens"), now::get);
		door = door(ledger.of(node.id()));
	}

	@AfterEach
	void close() {
		authority.close();
		executor.shutdownNow();
	}

	@Test
	void whoShowsATokenGetsGenesisNameAndCertificate() throws Exception {
		Admission admission = join(request(token(), joiner, "edge"));

		assertThat(admission.zoneName()).isEqualTo("edge.node.local.internal");
		assertThat(admission.genesis()).isEqualTo(Files.readAllBytes(node.home().resolve("genesis.cbor")));
		Validator validator = new Validator(node.genesis().rootCertificate(), Federation.ZONE, InstantSource.system());
		assertThat(validator.validate(admission.chain(), Purpose.NODE, joiner.id()).isAccepted()).isTrue();
		assertThat(ledger.of(node.id()).node(joiner.id()).toCompletableFuture().join()).isPresent();
	}

	@Test
	void aTokenOpensOnce() {
		byte[] token = token();
		join(request(token, joiner, "edge"));

		refused(request(token, joiner, "edge"), "used already");
		refused(request(token, NodeKey.generate(), "edge2"), "used already");
	}

	@Test
	void ofManyAtOnceOneIsAdmitted() {
		byte[] token = token();
		List<CompletableFuture<Admission>> attempts = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			attempts.add(door.admit(request(token, joiner, "edge")).toCompletableFuture());
		}

		assertThat(attempts.stream().filter(attempt -> {
			try {
				attempt.join();
				return true;
			}
			catch (RuntimeException refused) {
				return false;
			}
		})).hasSize(1);
	}

	@Test
	void aNameThatIsTakenLeavesTheTokenToWhoeverChoosesAnother() {
		byte[] token = token();
		refused(request(token, joiner, "node1"), "taken");
		assertThat(join(request(token, NodeKey.generate(), "edge")).zoneName()).isEqualTo("edge.node.local.internal");
	}

	@Test
	void aTokenBelongsToTheFirstKeyThatShowsIt() {
		byte[] token = token();
		ledger.down(true);
		assertThatThrownBy(() -> join(request(token, joiner, "edge"))).hasCauseInstanceOf(UnavailableException.class);
		ledger.down(false);

		refused(request(token, NodeKey.generate(), "edge"), "another node");
		assertThat(join(request(token, joiner, "edge")).zoneName()).isEqualTo("edge.node.local.internal");
	}

	@Test
	void anAttemptThatBrokeOffIsNotRepeatedUnderAnotherName() {
		byte[] token = token();
		authority.log().refuse("the disk is full");
		assertThatThrownBy(() -> join(request(token, joiner, "edge"))).hasCauseInstanceOf(UnavailableException.class);
		authority.close();
		authority = new TestAuthority(node, InstantSource.system());
		door = door(ledger.of(node.id()));

		refused(request(token, joiner, "other"), "the token is spent");
		assertThat(join(request(token, joiner, "edge")).zoneName()).isEqualTo("edge.node.local.internal");
	}

	@Test
	void twoThatFoundANameFreeDoNotBothGetIt() {
		Roster roster = new Roster(node.genesis(), new CertificateLedger(Optional::empty),
				node.home().resolve("trustchain/enrolled"));
		NodeKey second = NodeKey.generate();
		assertThat(roster.isFree("edge", joiner.id()) && roster.isFree("edge", second.id())).isTrue();
		roster.remember(new EnrolledNode(joiner.publicKey().getEncoded(), "edge", node.id()), joiner.id());

		assertThatThrownBy(() -> roster.remember(new EnrolledNode(second.publicKey().getEncoded(), "edge", node.id()),
				second.id()))
			.isInstanceOf(RejectedException.class);
		assertThat(roster.nameOf(second.id())).isEmpty();
	}

	@Test
	void aDamagedTokenKeepsNoOtherFromBeingMade() throws Exception {
		byte[] damaged = token();
		Path file = node.home().resolve("trustchain/tokens").resolve(Digest.hex(damaged));
		Files.write(file, new byte[] { 1, 2, 3 });
		assertThatThrownBy(() -> join(request(damaged, joiner, "edge"))).hasCauseInstanceOf(UnavailableException.class);

		assertThat(join(request(token(), joiner, "edge"))).isNotNull();
		assertThat(file).doesNotExist();
	}

	@Test
	void whoWasAdmittedGetsALeafAgainWithItsKeyAlone() {
		join(request(token(), joiner, "edge"));

		Admission again = join(request(new byte[0], joiner, "edge"));

		Validator validator = new Validator(node.genesis().rootCertificate(), Federation.ZONE, InstantSource.system());
		assertThat(validator.validate(again.chain(), Purpose.NODE, joiner.id()).isAccepted()).isTrue();
		refused(request(new byte[0], joiner, "other"), "not enrolled as other");
		refused(request(new byte[0], NodeKey.generate(), "edge"), "not enrolled");
		refused(request(new byte[0], node.key(), "node1"), "a validator does not join");
		JoinRequest stolen = request(new byte[0], NodeKey.generate(), "edge");
		refused(new JoinRequest(stolen.token(), joiner.publicKey().getEncoded(), "edge", stolen.csr(), stolen.proof()),
				"does not prove");
	}

	@Test
	void aTokenExpires() {
		byte[] token = token();
		now.set(now.get().plus(Tokens.DEFAULT_LIFE));

		refused(request(token, joiner, "edge"), "expired");
	}

	@Test
	void unknownTokensAreRefused() {
		refused(request(new byte[32], joiner, "edge"), "not one that this node gave out");
		refused(request(new byte[0], joiner, "edge"), "not enrolled");
		refused(request(new byte[100_000], joiner, "edge"), "not one that this node gave out");
	}

	@Test
	void namesThatAreTakenOrNoneAreRefused() {
		join(request(token(), joiner, "edge"));

		refused(request(token(), NodeKey.generate(), "edge"), "taken");
		refused(request(token(), NodeKey.generate(), "node3"), "taken");
		for (String name : List.of("", "a.b", "../x", "A", "-a", "a".repeat(64))) {
			refused(request(token(), NodeKey.generate(), name), "DNS label");
		}
		refused(request(token(), joiner, "other"), "another name");
	}

	@Test
	void aProofThatDoesNotFitIsRefusedBeforeTheTokenIsTouched() {
		byte[] token = token();
		JoinRequest good = request(token, joiner, "edge");
		byte[] other = NodeKey.generate().publicKey().getEncoded();
		refused(new JoinRequest(token, other, "edge", good.csr(), good.proof()), "does not prove");
		refused(new JoinRequest(token, good.nodeKey(), "edge", request(token, joiner, "edge").csr(), good.proof()),
				"does not prove");
		refused(new JoinRequest(token, good.nodeKey(), "edge", good.csr(), new byte[3]), "64 bytes");
		refused(new JoinRequest(token, new byte[5], "edge", good.csr(), good.proof()), "not a join request");
		byte[] noise = new byte[20];
		refused(new JoinRequest(token, good.nodeKey(), "edge", noise, proof(token, joiner, noise)),
				"not a certificate request");

		assertThat(join(good)).isNotNull();
	}

	@Test
	void aValidatorDoesNotJoin() {
		refused(request(token(), node.key(), "edge"), "a validator does not join");
	}

	@Test
	void aTokenIsNowhereOnDisk() throws Exception {
		byte[] token = token();

		try (Stream<Path> files = Files.walk(node.home())) {
			assertThat(files.filter(Files::isRegularFile))
				.allSatisfy(file -> assertThat(indexOf(Files.readAllBytes(file), token)).isNegative());
		}
		assertThat(node.home().resolve("trustchain/tokens").resolve(Digest.hex(token))).exists();
	}

	@Test
	void withoutALedgerTheNodeIsRememberedHere() {
		door = door(new CertificateLedger(Optional::empty));
		join(request(token(), joiner, "edge"));

		refused(request(token(), NodeKey.generate(), "edge"), "taken");
		Roster roster = new Roster(node.genesis(), new CertificateLedger(Optional::empty),
				node.home().resolve("trustchain/enrolled"));
		assertThat(roster.nameOf(joiner.id())).contains("edge");
		assertThat(roster.nameOf(NodeKey.generate().id())).isEmpty();
	}

	@Test
	void tokensHaveALimitAndALife() {
		assertThatThrownBy(() -> tokens.create(Duration.ZERO)).isInstanceOf(RejectedException.class);
		assertThatThrownBy(() -> tokens.create(Duration.ofDays(2))).isInstanceOf(RejectedException.class);
		assertThat(tokens.create(Tokens.DEFAULT_LIFE)).hasSize(32).isNotEqualTo(tokens.create(Tokens.DEFAULT_LIFE));
	}

	private Door door(CertificateLedger of) {
		return new Door(node, tokens, new Roster(node.genesis(), of, node.home().resolve("trustchain/enrolled")), of,
				() -> Optional.of(authority.authority()), executor);
	}

	private byte[] token() {
		return tokens.create(Tokens.DEFAULT_LIFE);
	}

	private Admission join(JoinRequest request) {
		return door.admit(request).toCompletableFuture().join();
	}

	private void refused(JoinRequest request, String reason) {
		assertThatThrownBy(() -> join(request)).hasCauseInstanceOf(RejectedException.class)
			.hasMessageContaining(reason);
	}

	private static JoinRequest request(byte[] token, NodeKey key, String name) {
		byte[] csr = SigningRequest.create(TestAuthority.keys(), List.of());
		return new JoinRequest(token, key.publicKey().getEncoded(), name, csr, proof(token, key, csr));
	}

	private static byte[] proof(byte[] token, NodeKey key, byte[] csr) {
		byte[] message = Arrays.copyOf(Digest.sha256(token), 64);
		System.arraycopy(Digest.sha256(csr), 0, message, 32, 32);
		return key.sign("stoq-join/1", message);
	}

	private static int indexOf(byte[] content, byte[] part) {
		for (int i = 0; i + part.length <= content.length; i++) {
			if (Arrays.equals(content, i, i + part.length, part, 0, part.length)) {
				return i;
			}
		}
		return -1;
	}

}
