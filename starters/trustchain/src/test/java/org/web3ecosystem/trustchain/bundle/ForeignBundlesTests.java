package org.web3ecosystem.trustchain.bundle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.ForeignTrust.Use;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.ca.Succession;
import org.web3ecosystem.trustchain.ca.TestAuthority;
import org.web3ecosystem.trustchain.ledger.ForeignFederations;
import org.web3ecosystem.trustchain.ledger.ForeignVotes;
import org.web3ecosystem.trustchain.ledger.TestLedger;
import org.web3ecosystem.trustchain.path.Validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.web3ecosystem.spitest.Stages.get;
import static org.web3ecosystem.trustchain.bundle.TwoFederations.OTHER;

/** Two federations, of which one is believed by the other for its own zone. */
class ForeignBundlesTests {

	@TempDir
	private Path directory;

	private TwoFederations two;

	private ForeignBundles bundles;

	@BeforeEach
	void admit() {
		two = new TwoFederations(directory);
		assertThat(two.admit()).isEqualTo(new ForeignVotes(true, 1));
		bundles = two.bundles();
	}

	@AfterEach
	void close() {
		two.close();
	}

	private Verdict judge(CertificateChain chain) {
		return get(bundles.validate(OTHER, chain, Use.CLIENT));
	}

	private ForeignBundles.Known known() {
		return bundles.all().getFirst();
	}

	/** Both shown, signed by each other. */
	private TrustBundle both(Succession succession, long sequence) {
		return new TrustBundle(List.of(two.other.genesis().rootCertificate(), succession.root()), Optional.of(sequence),
				Optional.of(Duration.ofMinutes(5)));
	}

	@Test
	void aForeignPeerIsBelievedAndOpensNothingHere() {
		CertificateChain peer = two.authority().issue(Purpose.NODE);

		assertThat(judge(peer)).isEqualTo(Verdict.accepted());

		assertThat(new Validator(two.own.genesis().rootCertificate(), Federation.ZONE, two::now).validate(peer,
				Purpose.NODE, two.other.node(1).id()))
			.isInstanceOf(Verdict.Rejected.class);
		assertThat(known().roots()).containsExactly(two.other.genesis().rootCertificate());
		assertThat(known().stale()).isFalse();
	}

	@Test
	void aRootThatFollowsIsPickedUpWhenAChainIsRefused() {
		assertThat(judge(two.authority().issue(Purpose.NODE))).isEqualTo(Verdict.accepted());
		Succession succession = two.rotate();
		two.server.show(both(succession, 2).toJson());
		CertificateChain byNew = two.authority().issue(Purpose.NODE);
		CertificateChain bare = new CertificateChain(byNew.certificates().subList(0, 2));
		assertThat(judge(bare).reason()).as("the bundle was looked at just now").contains("no root in the bundle");

		two.pass(ForeignBundles.SHORTEST_PAUSE);

		assertThat(judge(bare)).isEqualTo(Verdict.accepted());
		assertThat(known().roots()).hasSize(2);
		assertThat(known().sequence()).contains(2L);
	}

	@Test
	void theFirstRootIsLeftAndItsChainsAreRefusedOnceTheBundleSaysSo() {
		CertificateChain byOld = two.authority().issue(Purpose.NODE);
		assertThat(judge(byOld)).isEqualTo(Verdict.accepted());
		Succession succession = two.rotate();
		TrustBundle newOnly = new TrustBundle(List.of(succession.root()), Optional.of(3L), Optional.empty());
		two.server.show(newOnly.toJson());
		two.pass(Duration.ofMinutes(5));

		bundles.refreshDue();
		refreshed(3);

		assertThat(judge(byOld)).isInstanceOf(Verdict.Rejected.class);
		assertThat(judge(two.authority().issue(Purpose.NODE))).isEqualTo(Verdict.accepted());
		// from now on the endpoint is known by the new root alone
		two.server.showOnly(2);
		two.server.show(new TrustBundle(List.of(succession.root()), Optional.of(4L), Optional.empty()).toJson());
		two.pass(Duration.ofMinutes(5));
		bundles.refreshDue();
		refreshed(4);
	}

	/** Due looks are on threads of their own. */
	private void refreshed(long sequence) {
		long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
		while (!known().sequence().equals(Optional.of(sequence)) && System.nanoTime() < end) {
			Thread.onSpinWait();
		}
		assertThat(known().sequence()).contains(sequence);
	}

	@Test
	void aRootThatNoTrustedOneVouchesForIsNotTaken() {
		assertThat(judge(two.authority().issue(Purpose.NODE))).isEqualTo(Verdict.accepted());
		Succession succession = two.rotate();
		two.server.show(both(succession, 2).toJson());
		// without the certificate that leads from the first root to the next
		two.server.showOnly(2);
		int requests = two.server.requests();
		CertificateChain byNew = two.authority().issue(Purpose.NODE);
		CertificateChain bare = new CertificateChain(byNew.certificates().subList(0, 2));
		two.pass(ForeignBundles.SHORTEST_PAUSE);

		assertThat(judge(bare).reason()).contains("by no root that is trusted");

		assertThat(two.server.requests()).as("nothing is asked of a stranger").isEqualTo(requests);
		assertThat(known().roots()).containsExactly(two.other.genesis().rootCertificate());
		assertThat(bundles.failures()).isEqualTo(1);
		assertThat(judge(new CertificateChain(byNew.certificates()))).as("the third leads to the first root")
			.isEqualTo(Verdict.accepted());
	}

	@Test
	void aStrangerAtTheEndpointIsNotAsked() {
		assertThatThrownBy(
				() -> two.office().admit("third.example", two.server.url(), Optional.empty(), Set.of(two.pin())))
			.isInstanceOf(RejectedException.class)
			.hasMessageContaining("leave it nothing in the zone third.example");
		Federation third = Federation.of(1, directory.resolve("third"), two.now(), OTHER);
		try (TestAuthority stranger = new TestAuthority(third.node(1), two::now)) {
			two.server.show(stranger);
			CertificateChain forged = stranger.issue(Purpose.NODE);
			int requests = two.server.requests();

			assertThat(judge(forged)).isInstanceOf(Verdict.Unavailable.class);

			assertThat(two.server.requests()).isEqualTo(requests);
		}
	}

	@Test
	void sequenceNumbersDoNotGoBackAndWhatTheyNumberDoesNotChange() {
		two.server.show(two.bundle(5).toJson());
		assertThat(judge(two.authority().issue(Purpose.NODE))).isEqualTo(Verdict.accepted());
		X509Certificate root = two.other.genesis().rootCertificate();
		Succession succession = two.rotate();
		for (TrustBundle wrong : List.of(two.bundle(4), both(succession, 5),
				new TrustBundle(List.of(root), Optional.empty(), Optional.empty()))) {
			two.server.show(wrong.toJson());
			two.pass(Duration.ofMinutes(6));
			long before = bundles.failures();
			unknownIsShown();

			assertThat(bundles.failures()).isEqualTo(before + 1);
			assertThat(known().sequence()).contains(5L);
			assertThat(known().roots()).containsExactly(root);
			assertThat(known().failure().orElseThrow()).contains("sequence number");
		}
		two.server.show(two.bundle(5).toJson());
		two.pass(Duration.ofMinutes(6));
		unknownIsShown();
		assertThat(known().failure()).isEmpty();
	}

	/** Has the bundle looked at. */
	private void unknownIsShown() {
		try (TestAuthority own = new TestAuthority(two.own.node(1), two::now)) {
			assertThat(judge(own.issue(Purpose.NODE))).isInstanceOf(Verdict.Rejected.class);
		}
	}

	@Test
	void whatIsNoBundleChangesNothing() {
		assertThat(judge(two.authority().issue(Purpose.NODE))).isEqualTo(Verdict.accepted());
		for (String wrong : List.of("{}", "not json", "", "[".repeat(10_000),
				"{\"keys\":[],\"x\":\"" + "y".repeat(TrustBundle.MAX_CHARACTERS) + "\"}")) {
			two.server.show(wrong);
			two.pass(Duration.ofMinutes(6));
			unknownIsShown();
			assertThat(known().failure()).as(wrong.substring(0, Math.min(10, wrong.length()))).isPresent();
			assertThat(known().roots()).hasSize(1);
		}
		two.server.show(two.bundle(1).toJson());
		for (int status : new int[] { 301, 302, 404, 500, 204 }) {
			two.server.answer(status);
			two.pass(Duration.ofMinutes(6));
			unknownIsShown();
			assertThat(known().failure().orElseThrow()).contains("HTTP status " + status);
		}
		assertThat(judge(two.authority().issue(Purpose.NODE))).as("the last good one counts")
			.isEqualTo(Verdict.accepted());
	}

	@Test
	void whoTakesAllKeysBackIsBelievedNothing() {
		CertificateChain peer = two.authority().issue(Purpose.NODE);
		assertThat(judge(peer)).isEqualTo(Verdict.accepted());
		two.server.show(new TrustBundle(List.of(), Optional.of(2L), Optional.empty()).toJson());
		two.pass(Duration.ofMinutes(6));
		unknownIsShown();

		assertThat(judge(peer)).isInstanceOf(Verdict.Rejected.class);
	}

	@Test
	void theLastGoodOneSurvivesARestartAndAnEndpointThatIsGone() {
		CertificateChain peer = two.authority().issue(Purpose.NODE);
		assertThat(judge(peer)).isEqualTo(Verdict.accepted());
		two.server.close();
		two.pass(Duration.ofHours(1));
		bundles = two.bundles();

		assertThat(judge(peer)).isEqualTo(Verdict.accepted());
		assertThat(known().stale()).isTrue();
		assertThat(bundles.oldest()).contains(Duration.ofHours(1));
	}

	@Test
	void aDamagedFileIsNoBundle() throws Exception {
		CertificateChain peer = two.authority().issue(Purpose.NODE);
		assertThat(judge(peer)).isEqualTo(Verdict.accepted());
		Files.write(directory.resolve("bundles").resolve(OTHER), new byte[] { 1, 2, 3 });
		two.server.close();
		bundles = two.bundles();

		assertThat(judge(peer)).isInstanceOf(Verdict.Unavailable.class);
		assertThat(known().asOf()).isEmpty();
	}

	@Test
	void aBundleThatIsVeryOldIsNotBelieved() {
		judge(two.authority().issue(Purpose.NODE));
		two.server.close();
		two.pass(ForeignBundles.LONGEST_AGE.plusSeconds(1));
		CertificateChain peer = two.authority().issue(Purpose.NODE);

		assertThat(judge(peer)).isInstanceOf(Verdict.Unavailable.class);
	}

	@Test
	void manyRefusedChainsCauseOneLook() {
		judge(two.authority().issue(Purpose.NODE));
		int requests = two.server.requests();
		two.pass(ForeignBundles.SHORTEST_PAUSE);
		try (TestAuthority own = new TestAuthority(two.own.node(1), two::now)) {
			CertificateChain chain = own.issue(Purpose.NODE);
			List<CompletionStage<Verdict>> all = IntStream.range(0, 50)
				.mapToObj(i -> bundles.validate(OTHER, chain, Use.CLIENT))
				.toList();
			all.forEach(each -> assertThat(get(each)).isInstanceOf(Verdict.Rejected.class));
		}

		assertThat(two.server.requests()).isEqualTo(requests + 1);
	}

	@Test
	void aFederationThatIsRemovedIsBelievedNothingAndItsBundleIsDeleted() {
		CertificateChain peer = two.authority().issue(Purpose.NODE);
		judge(peer);
		assertThat(directory.resolve("bundles").resolve(OTHER)).exists();

		assertThat(two.office().remove(OTHER)).isEqualTo(new ForeignVotes(true, 1));
		bundles.refreshDue();

		assertThat(judge(peer).reason()).contains("no foreign federation");
		assertThat(directory.resolve("bundles").resolve(OTHER)).doesNotExist();
		assertThat(bundles.domains()).isEmpty();
	}

	@Test
	void aLedgerThatIsBehindRemovesNobody() {
		ForeignFederations again = new ForeignFederations(two.own.genesis(),
				new TestLedger(two.own.genesis()).of(two.own.node(1).id()), directory.resolve("foreign"));
		assertThat(again.find(OTHER)).as("as it was kept").isPresent();

		again.look();

		assertThat(again.find(OTHER)).isPresent();
	}

	@Test
	void pinsThatTheEndpointHasNotAreRefused() {
		for (Set<String> pins : List.of(Set.of("0".repeat(64)), Set.of(two.pin(), "0".repeat(64)), Set.<String>of())) {
			assertThatThrownBy(() -> two.office().admit("third.example", two.server.url(), Optional.empty(), pins))
				.isInstanceOf(RejectedException.class)
				.hasMessageContaining("SHA-256");
		}
		assertThatThrownBy(
				() -> two.office().admit("third.example", two.server.url(), Optional.empty(), Set.of(two.pin())))
			.isInstanceOf(RejectedException.class)
			.hasMessageContaining("leave it nothing in the zone third.example");
		Federation third = Federation.of(1, directory.resolve("third"), two.now(), "third.example");
		try (TestAuthority stranger = new TestAuthority(third.node(1), two::now)) {
			two.server.show(stranger);
			assertThatThrownBy(() -> two.office().admit(OTHER, two.server.url(), Optional.empty(), Set.of(two.pin())))
				.isInstanceOf(RejectedException.class)
				.hasMessageContaining("none of the pinned roots");
		}
	}

	@Test
	void anEndpointIsKnownByItsNameOrByItsId() {
		String named = two.server.url().replace("127.0.0.1", "localhost");
		assertThat(two.office().admit(OTHER, named, Optional.empty(), Set.of(two.pin())).decided()).isTrue();
		assertThat(judge(two.authority().issue(Purpose.NODE))).isEqualTo(Verdict.accepted());

		assertThatThrownBy(() -> two.office()
			.admit(OTHER, named, Optional.of("spiffe://other.example/spire/server"), Set.of(two.pin())))
			.hasMessageContaining("not for spiffe://other.example/spire/server");
	}

}
