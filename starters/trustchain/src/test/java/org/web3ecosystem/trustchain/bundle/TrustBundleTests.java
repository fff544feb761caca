package org.web3ecosystem.trustchain.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.ledger.Taint;
import org.web3ecosystem.trustchain.ledger.TaintedAuthorities;
import org.web3ecosystem.trustchain.ledger.TestLedger;
import org.web3ecosystem.trustchain.ledger.TestTaints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TrustBundleTests {

	@TempDir
	private Path directory;

	private static String foreign() throws IOException {
		try (InputStream in = TrustBundleTests.class.getResourceAsStream("/vectors/spiffe-bundle.json")) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Test
	void aBundleMadeElsewhereIsRead() throws IOException {
		TrustBundle bundle = TrustBundle.parse(foreign());

		assertThat(bundle.anchors()).hasSize(2)
			.allSatisfy(anchor -> assertThat(anchor.getSubjectAlternativeNames().toString())
				.contains("spiffe://example.org"));
		assertThat(bundle.sequence()).contains(12L);
		assertThat(bundle.refreshHint()).contains(Duration.ofMinutes(10));
		assertThat(TrustBundle.parse(bundle.toJson())).isEqualTo(bundle);
	}

	@Test
	void whatIsNoBundleIsRefused() throws IOException {
		String good = foreign();
		for (String bad : new String[] { "", "{}", "[]", "{\"keys\":{}}", "{\"keys\":[{\"use\":\"x509-svid\"}]}",
				good.replaceFirst("\"x5c\": \\[", "\"x5c\": [\"AAAA\","),
				good.replace("\"spiffe_sequence\": 12", "\"spiffe_sequence\": -1"),
				good.replaceFirst("\"x\": \"[^\"]*\"", "\"x\": \"AAAA\""),
				"x".repeat(TrustBundle.MAX_CHARACTERS + 1) }) {
			assertThatIllegalArgumentException().as(bad.substring(0, Math.min(60, bad.length())))
				.isThrownBy(() -> TrustBundle.parse(bad));
		}
	}

	@Test
	void everyValidatorShowsTheSameAndNoRootThatIsRefused() {
		Instant now = Instant.now();
		Federation federation = Federation.of(4, directory, now);
		Genesis genesis = federation.genesis();
		TestLedger ledger = new TestLedger(genesis);
		Path other = directory.resolve("other");
		TaintedAuthorities tainted = TestTaints.of(genesis, ledger, federation.node(1).id(), other, () -> now);
		OwnBundle one = new OwnBundle(TestTaints.anchors(genesis, ledger.of(federation.node(1).id()), directory),
				tainted, () -> now.plusSeconds(60));
		OwnBundle two = new OwnBundle(TestTaints.anchors(genesis, ledger.of(federation.node(2).id()), other), tainted,
				() -> now);

		assertThat(one.current()).isEqualTo(two.current());
		assertThat(one.current().anchors()).containsExactly(genesis.rootCertificate());
		assertThat(one.current().sequence()).isEqualTo(Optional.of(1L));
		for (int author = 1; author <= 2; author++) {
			TestTaints.taint(ledger, federation.node(author).id(), genesis.rootCertificate(), Taint.ROOT,
					Duration.ofSeconds(20));
		}
		tainted.look();
		assertThat(one.current().anchors()).isEmpty();
		assertThat(one.current().sequence()).isEqualTo(Optional.of(2L));
	}

}
