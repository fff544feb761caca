package org.web3ecosystem.trustchain.ledger;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.Tainted;

/** Taints, for tests of who reads them. */
public final class TestTaints {

	private TestTaints() {
	}

	/** For who has no ledger. */
	public static TaintedAuthorities none(Genesis genesis, Path home) {
		return new TaintedAuthorities(new CertificateLedger(Optional::empty),
				anchors(genesis, new CertificateLedger(Optional::empty), home), home.resolve("trustchain/tainted"),
				InstantSource.system(), all -> {
				}, () -> {
				});
	}

	/** As a node reads them; {@link TaintedAuthorities#look} when the test says so. */
	public static TaintedAuthorities of(Genesis genesis, TestLedger ledger, NodeId reader, Path home,
			InstantSource clock) {
		return new TaintedAuthorities(ledger.of(reader), anchors(genesis, ledger.of(reader), home),
				home.resolve("trustchain/tainted"), clock, all -> {
				}, () -> {
				});
	}

	/** The roots that a node knows. */
	public static TrustAnchors anchors(Genesis genesis, CertificateLedger ledger, Path home) {
		return new TrustAnchors(genesis.rootCertificate(), ledger, home.resolve("trustchain/anchors"));
	}

	/** A validator says that an intermediate is tainted. */
	public static Verdict taint(TestLedger ledger, NodeId author, X509Certificate authority, NodeId owner,
			Duration within) {
		return ledger.of(author)
			.submit(new Tainted(Digest.sha256(Digest.encoded(authority)), owner, within))
			.toCompletableFuture()
			.join()
			.verdict();
	}

}
