package org.web3ecosystem.trustchain.offer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.spitest.transport.InMemoryNetwork;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.ca.Pem;
import org.web3ecosystem.trustchain.ca.SigningRequest;
import org.web3ecosystem.trustchain.ca.TestAuthority;
import org.web3ecosystem.trustchain.join.Roster;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.Enrolled;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.Issued;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.Revoked;
import org.web3ecosystem.trustchain.ledger.Revocation.Reason;
import org.web3ecosystem.trustchain.ledger.RevokedLeaves;
import org.web3ecosystem.trustchain.ledger.TaintedAuthorities;
import org.web3ecosystem.trustchain.ledger.TestLedger;
import org.web3ecosystem.trustchain.ledger.TestTaints;
import org.web3ecosystem.trustchain.path.NamedNode;
import org.web3ecosystem.trustchain.path.Validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Four validators and a joined node over a network in memory. */
class OfferTests {

	@TempDir
	private Path directory;

	private final InMemoryNetwork network = new InMemoryNetwork();

	private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

	private final List<TestAuthority> authorities = new ArrayList<>();

	private Federation federation;

	private TestLedger ledger;

	private RevokedLeaves revoked;

	private TaintedAuthorities tainted;

	private Node joined;

	/** What the node shows to others. */
	private CertificateChain shown;

	@BeforeEach
	void found() {
		federation = Federation.of(4, directory);
		ledger = new TestLedger(federation.genesis());
		revoked = new RevokedLeaves(federation.genesis().validators(), ledger.of(federation.node(1).id()), now::get,
				() -> {
				});
		tainted = TestTaints.of(federation.genesis(), ledger, federation.node(1).id(), federation.node(1).home(),
				now::get);
		joined = federation.stranger(directory.resolve("joined"), "edge");
		for (Node node : federation.nodes()) {
			TestAuthority authority = new TestAuthority(node, now::get,
					intermediate -> tainted.find(intermediate).isPresent());
			authorities.add(authority);
			Optional<Issuing> issuing = Optional.of(new Issuing(authority.authority(), authority.log()));
			network.node(node.id())
				.listen(new InetSocketAddress("127.0.0.1", node.endpoints().stoq()),
						new Inbound(List.of(new IssueHandler(node, roster(node), () -> issuing, now::get, executor),
								new CheckpointHandler(node.key(), () -> issuing)), List.of()))
				.toCompletableFuture()
				.join();
		}
	}

	@AfterEach
	void close() {
		authorities.forEach(TestAuthority::close);
		executor.shutdownNow();
	}

	@Test
	void aValidatorIssuesForItself() {
		TrustChainCertificates offer = offer(federation.node(1), true);
		for (Purpose purpose : Purpose.values()) {
			CertificateChain chain = get(offer, request(federation.node(1), purpose));

			assertThat(verdict(offer, chain, purpose, federation.node(1).id())).isEqualTo(Verdict.accepted());
			assertThat(offer.isLogged(chain)).isTrue();
		}
		assertThat(offer.probe()).isEqualTo(Verdict.accepted());
	}

	@Test
	void aJoinedNodeIsServedByAnyValidatorWithProofOfLogging() {
		enrol();
		TrustChainCertificates offer = offer(joined, false);
		network.isolate(federation.node(1).id());
		network.isolate(federation.node(2).id());
		network.isolate(federation.node(3).id());

		CertificateChain chain = get(offer, request(joined, Purpose.NODE));

		assertThat(verdict(offer, chain, Purpose.NODE, joined.id())).isEqualTo(Verdict.accepted());
		assertThat(offer.isLogged(chain)).isTrue();
		assertThat(authorities.get(3).log().find(Digest.of(chain.leaf()))).isPresent();
		assertThat(offer.probe()).isEqualTo(Verdict.accepted());
	}

	@Test
	void aJoinedNodeHasItsOperatorCertifiedByAnyValidator() {
		enrol();
		TrustChainCertificates offer = offer(joined, false);

		CertificateChain chain = get(offer, request(joined, Purpose.OPERATOR));

		assertThat(verdict(offer, chain, Purpose.OPERATOR, joined.id())).isEqualTo(Verdict.accepted());
		assertThat(verdict(offer, chain, Purpose.OPERATOR, federation.node(1).id()))
			.isInstanceOf(Verdict.Rejected.class);
	}

	@Test
	void noOperatorIsCertifiedWithoutTheWordOfItsNode() {
		enrol();
		IssueHandler handler = handler(federation.node(1));
		KeyPair keys = TestAuthority.keys();
		byte[] silent = SigningRequest.create(keys, List.of());
		byte[] anothers = SigningRequest.forOperator(keys, federation.node(2).key(), Federation.ZONE, now.get());
		byte[] stale = SigningRequest.forOperator(keys, joined.key(), Federation.ZONE,
				now.get().minus(Duration.ofHours(2)));
		byte[] good = SigningRequest.forOperator(keys, joined.key(), Federation.ZONE, now.get());

		for (byte[] csr : List.of(silent, anothers, stale)) {
			assertThat(handle(handler, joined.id(), sign(csr, Purpose.OPERATOR, now.get()).encode()))
				.contains("does not vouch for");
		}
		assertThat(handle(handler, joined.id(), sign(good, Purpose.OPERATOR, now.get()).encode())).isEqualTo("issued");
	}

	@Test
	void aStrangerIsRefusedByAll() {
		TrustChainCertificates offer = offer(joined, false);

		assertThatThrownBy(() -> get(offer, request(joined, Purpose.NODE))).isInstanceOf(RejectedException.class)
			.hasMessageContaining("not enrolled");
	}

	@Test
	void ifNobodyAnswersItIsUnavailable() {
		federation.nodes().forEach(node -> network.isolate(node.id()));
		TrustChainCertificates offer = offer(joined, false);

		assertThatThrownBy(() -> get(offer, request(joined, Purpose.NODE))).isInstanceOf(UnavailableException.class);
		assertThat(offer.probe()).isInstanceOf(Verdict.Unavailable.class);
		assertThat(offer.reachOthers()).isFalse();
	}

	@Test
	void aValidatorThatShowsItsLogCouldIssue() {
		TrustChainCertificates offer = offer(joined, false);
		assertThat(offer.probe()).isInstanceOf(Verdict.Unavailable.class);

		assertThat(offer.reachOthers()).isTrue();
		assertThat(offer.probe()).isEqualTo(Verdict.accepted());
	}

	@Test
	void anotherNodesNamesAreNotGiven() {
		enrol();
		TrustChainCertificates offer = offer(joined, false);

		for (String name : List.of("node1.node.local.internal", "local.internal", "www.local.internal",
				"node.local.internal", "example.com", "192.0.2.66")) {
			assertThatThrownBy(() -> get(offer, server(joined, name))).as(name).isInstanceOf(RejectedException.class);
		}
		assertThat(get(offer, server(joined, "edge.node.local.internal")).leaf().getPublicKey()).isNotNull();
		assertThat(get(offer, server(joined, "localhost")).leaf().getPublicKey()).isNotNull();
		TrustChainCertificates own = offer(federation.node(1), true);
		assertThatThrownBy(() -> get(own, server(federation.node(1), "node2.node.local.internal")))
			.isInstanceOf(RejectedException.class);
		assertThat(get(own, server(federation.node(1), "www.local.internal")).leaf().getPublicKey()).isNotNull();
	}

	@Test
	void aNodeAsksForItselfAlone() {
		TrustChainCertificates offer = offer(federation.node(1), true);

		assertThatThrownBy(() -> get(offer, request(federation.node(2), Purpose.NODE)))
			.isInstanceOf(RejectedException.class);
	}

	@Test
	void requestsThatProveNothingAreRefused() {
		enrol();
		IssueHandler handler = handler(federation.node(1));
		byte[] csr = SigningRequest.create(TestAuthority.keys(), List.of());
		IssueRequest good = sign(csr, Purpose.NODE, now.get());

		assertThat(handle(handler, joined.id(), good.encode())).isEqualTo("issued");
		assertThat(handle(handler, NodeKey.generate().id(), good.encode())).contains("does not prove");
		assertThat(handle(handler, joined.id(),
				new IssueRequest(csr, Purpose.OPERATOR, good.nodeKey(), good.at(), good.proof()).encode()))
			.contains("does not prove");
		assertThat(handle(handler, joined.id(), new IssueRequest(SigningRequest.create(TestAuthority.keys(), List.of()),
				Purpose.NODE, good.nodeKey(), good.at(), good.proof())
			.encode())).contains("does not prove");
		for (Duration skew : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
			assertThat(handle(handler, joined.id(), sign(csr, Purpose.NODE, now.get().plus(skew)).encode()))
				.contains("clocks");
		}
		byte[] whole = good.encode();
		for (int length = 0; length < whole.length; length += 11) {
			assertThat(handle(handler, joined.id(), Arrays.copyOf(whole, length))).contains("not a request");
		}
		for (int i = 0; i < RequestRate.BURST; i++) {
			handle(handler, joined.id(), good.encode());
		}
		assertThat(handle(handler, joined.id(), good.encode())).contains("has asked for");
	}

	@Test
	void anIssuerWithoutLogIsNotBelieved() {
		enrol();
		TestAuthority honest = authorities.getFirst();
		CertificateChain chain = honest.issue(Purpose.NODE);
		int index = honest.log().find(Digest.of(chain.leaf())).orElseThrow();
		LogEvidence evidence = LogEvidence.of(honest.log(), index, federation.node(1).key());

		assertThat(evidence.proves(chain, federation.node(1).key().publicKey())).isTrue();
		assertThat(evidence.proves(chain, federation.node(2).key().publicKey())).isFalse();
		assertThat(evidence.proves(honest.issue(Purpose.NODE), federation.node(1).key().publicKey())).isFalse();
		LogEvidence copied = IssueAnswer.decode(new IssueAnswer(chain, evidence).encode()).evidence();
		assertThat(copied.proves(chain, federation.node(1).key().publicKey())).isTrue();
	}

	@Test
	void untilItIsOrderedALeafDoesNotCount() {
		Node node = federation.node(1);
		ConsensusValidated offer = consensus(node);
		CertificateChain chain = get(offer(node, true), request(node, Purpose.NODE));
		orderLater(node);

		assertThat(verdict(offer, chain, Purpose.NODE, node.id())).isInstanceOfSatisfying(Verdict.Unavailable.class,
				unavailable -> assertThat(unavailable.reason()).contains("not ordered yet"));
		order(node, chain, Purpose.NODE);
		assertThat(verdict(offer, chain, Purpose.NODE, node.id())).isEqualTo(Verdict.accepted());
		assertThat(verdict(offer, chain, Purpose.NODE, federation.node(2).id())).isInstanceOf(Verdict.Rejected.class);
		ledger.down(true);
		assertThat(verdict(offer, chain, Purpose.NODE, node.id())).as("the identical chain, seen before")
			.isEqualTo(Verdict.accepted());
	}

	@Test
	void anUnreadableLedgerAcceptsNobodyButAValidatorsOwnLeaf() {
		Node first = federation.node(1);
		CertificateChain own = get(offer(first, true), request(first, Purpose.NODE));
		assertThat(NamedNode.issuer(own)).contains(first.id());
		Node node = federation.node(2);
		CertificateChain chain = get(offer(node, true), request(node, Purpose.NODE));
		assertThat(NamedNode.issuer(chain)).contains(first.id());
		order(node, chain, Purpose.NODE);
		ledger.down(true);
		assertThat(verdict(consensus(node), own, Purpose.NODE, first.id())).isEqualTo(Verdict.accepted());

		ConsensusValidated blind = consensus(node);
		assertThat(blind.probe()).isEqualTo(Verdict.accepted());
		assertThat(verdict(blind, chain, Purpose.NODE, node.id())).isInstanceOf(Verdict.Unavailable.class);
		assertThat(blind.probe()).isInstanceOf(Verdict.Unavailable.class);
		shown = chain;
		int before = authorities.getFirst().log().size();
		assertThatThrownBy(() -> get(consensus(node), request(node, Purpose.NODE)))
			.isInstanceOf(UnavailableException.class);
		assertThat(authorities.getFirst().log().size()).as("nothing is issued that could not be ordered")
			.isEqualTo(before);
	}

	@Test
	void aLedgerThatIsBehindDoesNotSayThatAValidatorsOwnLeafIsNotOrdered() {
		Node first = federation.node(1);
		Node second = federation.node(2);
		CertificateChain own = get(offer(first, true), request(first, Purpose.NODE));
		orderLater(first);
		CertificateChain ofAnother = get(offer(second, true), request(second, Purpose.NODE));
		assertThat(NamedNode.issuer(ofAnother)).contains(first.id());
		ledger.behind(true);

		assertThat(verdict(consensus(second), own, Purpose.NODE, first.id())).isEqualTo(Verdict.accepted());
		assertThat(verdict(consensus(second), ofAnother, Purpose.NODE, second.id()))
			.isInstanceOf(Verdict.Unavailable.class);
		ledger.behind(false);
		assertThat(verdict(consensus(second), own, Purpose.NODE, first.id())).isInstanceOf(Verdict.Unavailable.class);
	}

	/** It gossips with those alone that admit it, and orders by gossip. */
	@Test
	void aValidatorMayShowALeafOfItsOwnThatIsNewerThanWhatItHadOrdered() {
		Node late = federation.node(1);
		Node judge = federation.node(2);
		CertificateChain first = get(offer(late, true), request(late, Purpose.NODE));
		assertThat(verdict(consensus(judge), first, Purpose.NODE, late.id())).isEqualTo(Verdict.accepted());
		CertificateChain ofAnother = get(offer(judge, true), request(judge, Purpose.NODE));
		assertThat(NamedNode.issuer(ofAnother)).contains(late.id());
		assertThat(verdict(consensus(judge), ofAnother, Purpose.NODE, judge.id()))
			.isInstanceOf(Verdict.Unavailable.class);
		order(late, first, Purpose.NODE);
		CertificateChain next = get(offer(late, true), request(late, Purpose.NODE));

		assertThat(verdict(consensus(judge), next, Purpose.NODE, late.id())).isEqualTo(Verdict.accepted());
		orderLater(late);
		assertThat(verdict(consensus(judge), next, Purpose.NODE, late.id())).isInstanceOf(Verdict.Unavailable.class);
	}

	@Test
	void whoShowsNothingGetsALeafThatIsStillToBeOrdered() {
		ledger.down(true);
		Node node = federation.node(1);

		CertificateChain chain = get(consensus(node), request(node, Purpose.NODE));

		ledger.down(false);
		order(node, chain, Purpose.NODE);
		assertThat(verdict(consensus(node), chain, Purpose.NODE, node.id())).isEqualTo(Verdict.accepted());
	}

	@Test
	void whoShowsAGoodOneGetsTheNextOnceItIsOrdered() throws Exception {
		Node node = federation.node(1);
		shown = get(offer(node, true), request(node, Purpose.NODE));
		int before = authorities.getFirst().log().size();
		CompletableFuture<CertificateChain> next = consensus(node).certificate(request(node, Purpose.NODE))
			.toCompletableFuture();
		Awaitility.await().until(() -> authorities.getFirst().log().size() > before);
		assertThat(next).isNotDone();

		X509Certificate leaf = Pem.certificate(authorities.getFirst().log().certificate(before).orElseThrow());
		order(node, new CertificateChain(List.of(leaf)), Purpose.NODE);

		assertThat(next).succeedsWithin(Duration.ofSeconds(10));
	}

	@Test
	void whatTheLedgerHasForAnotherPurposeIsRejected() {
		Node node = federation.node(1);
		CertificateChain chain = get(offer(node, true), request(node, Purpose.NODE));
		order(node, chain, Purpose.SERVER);

		assertThat(verdict(consensus(node), chain, Purpose.NODE, node.id())).isInstanceOf(Verdict.Rejected.class);
	}

	@Test
	void aLeafCountsOnlyAsOrderedByTheValidatorThatSignedIt() {
		Node node = federation.node(1);
		CertificateChain chain = get(offer(node, true), request(node, Purpose.NODE));
		orderLater(node);
		ledger.of(federation.node(2).id())
			.submit(new Issued(Digest.of(chain.leaf()), new byte[] { 1 }, node.id(), Purpose.SERVER,
					chain.leaf().getNotAfter().toInstant(), 0))
			.toCompletableFuture()
			.join();

		assertThat(verdict(consensus(node), chain, Purpose.NODE, node.id())).isInstanceOf(Verdict.Unavailable.class);
		order(node, chain, Purpose.NODE);
		assertThat(verdict(consensus(node), chain, Purpose.NODE, node.id())).isEqualTo(Verdict.accepted());
	}

	@Test
	void aBadPathIsRejectedWithoutAskingTheLedger() {
		ledger.down(true);
		Node node = federation.node(1);
		CertificateChain chain = get(offer(node, true), request(node, Purpose.SERVER));

		assertThat(verdict(consensus(node), chain, Purpose.NODE, node.id())).isInstanceOf(Verdict.Rejected.class);
	}

	@Test
	void aLeafThatWasTakenBackIsRefusedAlsoByWhoAcceptedItBefore() {
		Node node = federation.node(1);
		TrustChainCertificates path = offer(node, true);
		ConsensusValidated consensus = consensus(node);
		CertificateChain chain = get(path, request(node, Purpose.NODE));
		order(node, chain, Purpose.NODE);
		assertThat(verdict(path, chain, Purpose.NODE, node.id())).isEqualTo(Verdict.accepted());
		assertThat(verdict(consensus, chain, Purpose.NODE, node.id())).isEqualTo(Verdict.accepted());

		ledger.of(node.id())
			.submit(new Revoked(Digest.of(chain.leaf()), node.id(), Reason.KEY_COMPROMISE))
			.toCompletableFuture()
			.join();

		assertThat(verdict(consensus(node), chain, Purpose.NODE, node.id())).as("who never saw it")
			.isInstanceOfSatisfying(Verdict.Rejected.class, why -> assertThat(why.reason()).contains("keyCompromise"));
		revoked.look();
		ledger.down(true);
		assertThat(verdict(path, chain, Purpose.NODE, node.id())).isInstanceOf(Verdict.Rejected.class);
		assertThat(verdict(consensus, chain, Purpose.NODE, node.id())).isInstanceOf(Verdict.Rejected.class);
	}

	@Test
	void aTaintedAuthoritySignsNothingAndOthersDoForItsValidator() {
		Node node = federation.node(1);
		TrustChainCertificates offer = offer(node, true);
		CertificateChain before = get(offer, request(node, Purpose.NODE));
		assertThat(NamedNode.issuer(before)).contains(node.id());

		taintFirst(Duration.ofMinutes(5));

		assertThat(verdict(offer, before, Purpose.NODE, node.id())).as("may be shown until it is replaced")
			.isEqualTo(Verdict.accepted());
		CertificateChain after = get(offer, request(node, Purpose.NODE));
		assertThat(NamedNode.issuer(after)).isNotEmpty().isNotEqualTo(Optional.of(node.id()));
		assertThat(offer.probe()).isEqualTo(Verdict.accepted());
		now.set(now.get().plus(Duration.ofMinutes(5)));
		assertThat(verdict(offer, before, Purpose.NODE, node.id())).isInstanceOfSatisfying(Verdict.Rejected.class,
				why -> assertThat(why.reason()).contains("was tainted at").contains("refused since"));
		assertThat(verdict(offer, after, Purpose.NODE, node.id())).isEqualTo(Verdict.accepted());
	}

	@Test
	void whatATaintedAuthoritySignsSinceIsRefusedAtOnce() {
		Node node = federation.node(1);
		taintFirst(Duration.ofHours(1));
		now.set(now.get().plus(Duration.ofMinutes(1)));
		CertificateChain stolen;
		authorities.getFirst().close();
		try (TestAuthority thief = new TestAuthority(node, now::get)) {
			stolen = thief.issue(Purpose.NODE);
		}

		assertThat(verdict(offer(node, false), stolen, Purpose.NODE, node.id())).isInstanceOfSatisfying(
				Verdict.Rejected.class,
				why -> assertThat(why.reason()).contains("signed after its authority was tainted"));
	}

	@Test
	void whereItCannotBeToldWhatIsTaintedNothingIsAccepted() throws IOException {
		Node node = federation.node(1);
		CertificateChain chain = get(offer(node, true), request(node, Purpose.NODE));
		Files.write(node.home().resolve("trustchain/tainted"), new byte[] { 1 });
		tainted = TestTaints.of(federation.genesis(), ledger, node.id(), node.home(), now::get);
		TrustChainCertificates offer = offer(node, true);

		assertThat(verdict(offer, chain, Purpose.NODE, node.id())).isInstanceOfSatisfying(Verdict.Unavailable.class,
				why -> assertThat(why.reason()).contains("which authorities are tainted").contains("delete it"));
		assertThat(offer.probe()).isInstanceOf(Verdict.Unavailable.class);
		assertThat(offer.issues()).isFalse();

		tainted.look();
		assertThat(verdict(offer, chain, Purpose.NODE, node.id())).isEqualTo(Verdict.accepted());
		assertThat(offer.issues()).isTrue();
	}

	private void taintFirst(Duration within) {
		Node node = federation.node(1);
		ledger.at(now.get());
		TestTaints.taint(ledger, node.id(), authorities.getFirst().authority().intermediate(Purpose.NODE), node.id(),
				within);
		tainted.look();
	}

	@Test
	void anExpiredFederationRenewsItself() {
		enrol();
		now.set(now.get().plus(Duration.ofDays(30)));
		TrustChainCertificates offer = offer(joined, false);

		CertificateChain chain = get(offer, request(joined, Purpose.NODE));

		assertThat(verdict(offer, chain, Purpose.NODE, joined.id())).isEqualTo(Verdict.accepted());
	}

	private TrustChainCertificates offer(Node node, boolean withAuthority) {
		TransportProvider transport = network.node(node.id());
		Optional<Issuing> issuing = withAuthority
				? Optional.of(new Issuing(authorities.getFirst().authority(), authorities.getFirst().log()))
				: Optional.empty();
		Validator validator = new Validator(federation.genesis().rootCertificate(), Federation.ZONE, now::get);
		return new TrustChainCertificates(node, validator, revoked, tainted, () -> issuing, roster(node), transport,
				now::get, RandomGenerator.getDefault(), executor);
	}

	private IssueHandler handler(Node validator) {
		return new IssueHandler(validator, roster(validator),
				() -> Optional.of(new Issuing(authorities.getFirst().authority(), authorities.getFirst().log())),
				now::get, executor);
	}

	private ConsensusValidated consensus(Node node) {
		return new ConsensusValidated(offer(node, true), ledger.of(node.id()), node.id(),
				() -> Optional.ofNullable(shown), executor);
	}

	private Roster roster(Node node) {
		return new Roster(federation.genesis(), ledger.of(node.id()), node.home().resolve("trustchain/enrolled"));
	}

	private void enrol() {
		byte[] message = new byte[64];
		byte[] proof = joined.key().sign(Enrolled.DOMAIN, message);
		assertThat(ledger.of(federation.node(4).id())
			.submit(new Enrolled(joined.key().publicKey().getEncoded(), "edge", new byte[32], new byte[32], proof))
			.toCompletableFuture()
			.join()
			.verdict()).isEqualTo(Verdict.accepted());
	}

	/** Of what a validator issued to itself before, nothing is on its way any more. */
	private void orderLater(Node validator) {
		now.set(now.get().plusSeconds(60));
		ledger.at(now.get());
		order(validator, get(offer(validator, true), request(validator, Purpose.NODE)), Purpose.NODE);
	}

	private void order(Node issuer, CertificateChain chain, Purpose purpose) {
		ledger.of(issuer.id())
			.submit(new Issued(Digest.of(chain.leaf()), new byte[] { 1 }, issuer.id(), purpose,
					chain.leaf().getNotAfter().toInstant(), 0))
			.toCompletableFuture()
			.join();
	}

	private IssueRequest sign(byte[] csr, Purpose purpose, Instant at) {
		return IssueRequest.sign(joined.key(), federation.genesis().chainId(), csr, purpose, at);
	}

	private static String handle(IssueHandler handler, NodeId caller, byte[] request) {
		try {
			IssueAnswer.decode(handler.handle(caller, request).toCompletableFuture().join());
			return "issued";
		}
		catch (CompletionException failure) {
			assertThat(failure.getCause()).isInstanceOfAny(RejectedException.class, UnavailableException.class);
			return String.valueOf(failure.getCause().getMessage());
		}
	}

	private static CertificateRequest request(Node node, Purpose purpose) {
		return new CertificateRequest(TestAuthority.keys(), purpose, node.id(),
				(purpose == Purpose.SERVER) ? List.of("localhost", "127.0.0.1") : List.of(), false);
	}

	private static CertificateRequest server(Node node, String name) {
		KeyPair keys = TestAuthority.keys();
		return new CertificateRequest(keys, Purpose.SERVER, node.id(), List.of(name), false);
	}

	private static CertificateChain get(CertificateProvider offer, CertificateRequest request) {
		try {
			return offer.certificate(request).toCompletableFuture().join();
		}
		catch (CompletionException failure) {
			if (failure.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw failure;
		}
	}

	private static Verdict verdict(CertificateProvider offer, CertificateChain chain, Purpose purpose, NodeId node) {
		return offer.validate(chain, purpose, node).toCompletableFuture().join();
	}

}
