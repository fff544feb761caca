package org.web3ecosystem.trustchain.rotation;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.ca.PassphraseOrigin;
import org.web3ecosystem.trustchain.ca.OpenSsl;
import org.web3ecosystem.trustchain.ca.Pem;
import org.web3ecosystem.trustchain.ca.RootCeremony;
import org.web3ecosystem.trustchain.ca.Succession;
import org.web3ecosystem.trustchain.ca.TestAuthority;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.Anchored;
import org.web3ecosystem.trustchain.ledger.Taint;
import org.web3ecosystem.trustchain.ledger.TaintedAuthorities;
import org.web3ecosystem.trustchain.ledger.TestLedger;
import org.web3ecosystem.trustchain.ledger.TestTaints;
import org.web3ecosystem.trustchain.ledger.TrustAnchors;
import org.web3ecosystem.trustchain.path.Anchor;
import org.web3ecosystem.trustchain.path.Validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/** A root takes another's place: who knows only the one believes what the other signs. */
class RootRotationTests {

	private static final char[] PASSPHRASE = "correct horse".toCharArray();

	@TempDir
	private Path directory;

	private final Instant now = Instant.now();

	private Federation federation;

	private Node node;

	private TestLedger ledger;

	private Succession succession;

	private TestAuthority old;

	@BeforeEach
	void succeed() throws IOException {
		federation = Federation.of(4, directory, now);
		node = federation.node(1);
		ledger = new TestLedger(federation.genesis());
		old = new TestAuthority(federation.node(2), () -> now);
		try (RootCeremony ceremony = federation.ceremony(now)) {
			succession = ceremony.succeed(directory.resolve("next-root"), PASSPHRASE, PassphraseOrigin.DRAWN, now);
		}
		try (RootCeremony next = RootCeremony.resume(federation.genesis(), directory.resolve("next-root"), PASSPHRASE,
				now, Succession.read(directory.resolve("next-root")))) {
			next.write(node.home().resolve("trustchain"), node.name(), node.id(), node.endpoints());
		}
	}

	@AfterEach
	void close() {
		old.close();
	}

	private CertificateChain byNew(Purpose purpose) {
		try (TestAuthority authority = new TestAuthority(node, () -> now)) {
			return authority.issue(purpose);
		}
	}

	private Verdict judge(CertificateChain chain, Purpose purpose, Node of, X509Certificate... roots) {
		List<Anchor> anchors = Arrays.stream(roots).map(Anchor::new).toList();
		return new Validator(() -> anchors, Federation.ZONE, () -> now).validate(chain, purpose, of.id());
	}

	@Test
	void whoKnowsOnlyTheFirstRootIsLedByTheCrossCertificate() {
		X509Certificate first = federation.genesis().rootCertificate();
		for (Purpose purpose : Purpose.values()) {
			CertificateChain chain = byNew(purpose);

			assertThat(chain.certificates()).hasSize(3);
			assertThat(judge(chain, purpose, node, first)).isEqualTo(Verdict.accepted());
			assertThat(judge(chain, purpose, node, succession.root())).isEqualTo(Verdict.accepted());
			assertThat(judge(chain, purpose, node, first, succession.root())).isEqualTo(Verdict.accepted());
			assertThat(judge(new CertificateChain(chain.certificates().subList(0, 2)), purpose, node, first))
				.isInstanceOf(Verdict.Rejected.class);
		}
	}

	@Test
	void aJdkThatKnowsOnlyOneOfThemIsContentWithAServer() throws Exception {
		X509Certificate[] shown = byNew(Purpose.SERVER).certificates().toArray(X509Certificate[]::new);

		for (X509Certificate root : List.of(federation.genesis().rootCertificate(), succession.root())) {
			KeyStore anchors = KeyStore.getInstance("PKCS12");
			anchors.load(null, null);
			anchors.setCertificateEntry("root", root);
			TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
			managers.init(anchors);
			assertThatNoException().isThrownBy(
					() -> ((X509TrustManager) managers.getTrustManagers()[0]).checkServerTrusted(shown, "ECDHE_ECDSA"));
		}
	}

	@Test
	void opensslThatKnowsOnlyOneOfThemIsContentWithAServer() throws Exception {
		OpenSsl.assumePresent();
		CertificateChain chain = byNew(Purpose.SERVER);
		Path leaf = directory.resolve("leaf.pem");
		Path above = directory.resolve("above.pem");
		Files.writeString(leaf, Pem.encode(List.of(chain.leaf())));
		Files.writeString(above, Pem.encode(chain.certificates().subList(1, 3)));

		for (X509Certificate root : List.of(federation.genesis().rootCertificate(), succession.root())) {
			Path anchor = directory.resolve("anchor.pem");
			Files.writeString(anchor, Pem.encode(List.of(root)));
			assertThat(OpenSsl.run("verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", anchor.toString(),
					"-untrusted", above.toString(), leaf.toString()))
				.startsWith("0 ");
		}
	}

	@Test
	void whoKnowsOnlyTheNewRootIsLedToWhatTheFirstSigned() {
		CertificateChain chain = old.issue(Purpose.NODE);
		List<X509Certificate> shown = List.of(chain.leaf(), chain.certificates().get(1), succession.oldWithNew());

		assertThat(judge(new CertificateChain(shown), Purpose.NODE, federation.node(2), succession.root()))
			.isEqualTo(Verdict.accepted());
		assertThat(judge(chain, Purpose.NODE, federation.node(2), succession.root()))
			.isInstanceOf(Verdict.Rejected.class);
	}

	@Test
	void aThirdCertificateThatIsNoCrossCertificateLeadsNowhere() {
		CertificateChain chain = byNew(Purpose.NODE);
		X509Certificate intermediate = old.issue(Purpose.NODE).certificates().get(1);
		List<X509Certificate> shown = List.of(chain.leaf(), chain.certificates().get(1), intermediate);

		assertThat(judge(new CertificateChain(shown), Purpose.NODE, node, federation.genesis().rootCertificate()))
			.isInstanceOf(Verdict.Rejected.class);
	}

	private Verdict want(int author, X509Certificate root, X509Certificate cross) {
		return ledger.of(federation.node(author).id())
			.submit(new Anchored(Digest.encoded(root), Digest.encoded(cross)))
			.toCompletableFuture()
			.join()
			.verdict();
	}

	@Test
	void aQuorumPutsARootBesideTheFirstAndItIsRemembered() {
		TrustAnchors anchors = TestTaints.anchors(federation.genesis(), ledger.of(node.id()), directory);
		for (int author : new int[] { 1, 1, 2 }) {
			assertThat(want(author, succession.root(), succession.newWithOld())).isEqualTo(Verdict.accepted());
		}
		anchors.look();
		assertThat(anchors.all()).hasSize(1);

		want(3, succession.root(), succession.newWithOld());
		anchors.look();

		assertThat(anchors.all()).extracting(Anchor::certificate)
			.containsExactly(federation.genesis().rootCertificate(), succession.root());
		ledger.down(true);
		assertThat(TestTaints.anchors(federation.genesis(), ledger.of(node.id()), directory).all())
			.isEqualTo(anchors.all());
	}

	@Test
	void aRootThatNoTrustedOneSignedOrThatIsOtherwiseIsRefused() throws IOException {
		assertThat(want(1, succession.root(), succession.root())).isInstanceOf(Verdict.Rejected.class);
		assertThat(want(1, federation.genesis().rootCertificate(), succession.oldWithNew()))
			.isInstanceOf(Verdict.Rejected.class);
		Federation other = Federation.of(1, directory.resolve("other"), now);
		try (RootCeremony ceremony = other.ceremony(now)) {
			Succession foreign = ceremony.succeed(directory.resolve("foreign"), PASSPHRASE, PassphraseOrigin.DRAWN,
					now);
			assertThat(want(1, foreign.root(), foreign.newWithOld()))
				.isEqualTo(Verdict.rejected("no root that is trusted has signed this one"));
		}
	}

	@Test
	void aTaintedRootTakesWhatItSignedWithItAndNotTheNext() throws Exception {
		TaintedAuthorities tainted = TestTaints.of(federation.genesis(), ledger, node.id(), directory, () -> now);
		X509Certificate first = federation.genesis().rootCertificate();
		for (int author = 1; author <= 3; author++) {
			want(author, succession.root(), succession.newWithOld());
		}
		TestTaints.taint(ledger, federation.node(1).id(), first, Taint.ROOT, Duration.ofMinutes(5));
		tainted.look();
		assertThat(tainted.exactly(first)).as("one alone taints no root").isEmpty();

		TestTaints.taint(ledger, federation.node(3).id(), first, Taint.ROOT, Duration.ofMinutes(5));
		tainted.look();

		assertThat(tainted.exactly(first)).isPresent();
		assertThat(tainted.find(old.issue(Purpose.NODE).certificates().get(1))).isPresent();
		assertThat(tainted.find(byNew(Purpose.NODE).certificates().get(1))).isEmpty();
		assertThat(Pem.certificate(Digest.encoded(succession.root()))).isNotEqualTo(first);
	}

}
