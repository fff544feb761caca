package org.web3ecosystem.trustchain.renewal;

import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.ca.RootCeremony;

import static org.assertj.core.api.Assertions.assertThat;

class IdentityRenewalTests {

	private static final Endpoints ENDPOINTS = new Endpoints(List.of("127.0.0.1"), 9292, 9392, 8053, 8080, 8443);

	private final Seat seat = new Seat();

	private final List<IssuedIdentity> shown = new CopyOnWriteArrayList<>();

	private IdentityRenewal renewal;

	@AfterEach
	void close() {
		renewal.close();
	}

	@Test
	void anOperatorsIsExchangedForOneThatCounts() throws Exception {
		IssuedIdentity before = seat.identity();
		seat.verdicts.put(before.chain().leaf(), Verdict.accepted());
		seat.verdict = Verdict.unavailable("not ordered yet");
		begin(Purpose.OPERATOR, Optional.of(before));
		Awaitility.await().until(() -> seat.judged > 3);

		assertThat(shown).isEmpty();

		seat.verdict = Verdict.accepted();
		awaitShown(1);
		assertThat(seat.issued).as("issued once").hasSize(1);
	}

	@Test
	void anOperatorWhoHasNoneIsGivenOneThatIsOnItsWay() throws Exception {
		seat.verdict = Verdict.unavailable("not ordered yet");
		begin(Purpose.OPERATOR, Optional.empty());
		awaitShown(1);
	}

	@Test
	void anOperatorWhoseOneHasEndedIsGivenOneThatIsOnItsWay() throws Exception {
		IssuedIdentity before = seat.identity();
		seat.verdicts.put(before.chain().leaf(), Verdict.rejected("has ended"));
		seat.verdict = Verdict.unavailable("not ordered yet");
		begin(Purpose.OPERATOR, Optional.of(before));
		awaitShown(1);
	}

	@Test
	void whatAServerShowsNeedNotCountYet() throws Exception {
		seat.verdict = Verdict.unavailable("not ordered yet");
		begin(Purpose.SERVER, Optional.empty());
		awaitShown(1);
	}

	@Test
	void theNextProcessGoesOnWithTheOperatorsKey() throws Exception {
		IssuedIdentity before = seat.identity();
		begin(Purpose.OPERATOR, Optional.of(before));
		awaitShown(1);

		assertThat(shown.getFirst().key()).isEqualTo(before.key());
		assertThat(shown.getFirst().chain()).isNotEqualTo(before.chain());
	}

	@Test
	void theKeyOfWhatWasTakenBackIsNotUsedOn() throws Exception {
		IssuedIdentity before = seat.identity();
		seat.verdicts.put(before.chain().leaf(), Verdict.rejected("revoked"));
		begin(Purpose.OPERATOR, Optional.of(before));
		awaitShown(1);

		assertThat(shown.getFirst().key()).isNotEqualTo(before.key());
	}

	@Test
	void whetherItWasTakenBackIsWaitedFor() throws Exception {
		IssuedIdentity before = seat.identity();
		X509Certificate leaf = before.chain().leaf();
		seat.verdicts.put(leaf, Verdict.unavailable("the ledger cannot be read"));
		begin(Purpose.OPERATOR, Optional.of(before));
		Awaitility.await().until(() -> seat.judged > 2);

		assertThat(seat.issued).isEmpty();

		seat.verdicts.put(leaf, Verdict.rejected("revoked"));
		awaitShown(1);
		assertThat(shown.getFirst().key()).isNotEqualTo(before.key());
	}

	@Test
	void whatIsTakenBackIsReplacedWithItsKey() throws Exception {
		begin(Purpose.OPERATOR, Optional.empty());
		awaitShown(1);
		seat.verdicts.put(shown.getFirst().chain().leaf(), Verdict.rejected("revoked"));

		renewal.revoked();

		awaitShown(2);
		assertThat(shown.getLast().key()).isNotEqualTo(shown.getFirst().key());
	}

	private void begin(Purpose purpose, Optional<IssuedIdentity> before) throws Exception {
		renewal = new IdentityRenewal(node(), seat, purpose, before, shown::add, InstantSource.system(),
				new SecureRandom());
		renewal.start();
	}

	private void awaitShown(int number) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> shown.size() == number);
	}

	private static Node node() throws Exception {
		NodeKey key = NodeKey.generate();
		byte[] root;
		try (RootCeremony ceremony = RootCeremony.begin("local", "local.internal", Instant.now())) {
			root = ceremony.root();
		}
		Genesis genesis = new Genesis(new ChainId("local-0123456789abcdef"), "local", "local.internal", Instant.now(),
				1, List.of("certificates"),
				List.of(new Validator("node1", 0, key.publicKey().getEncoded(), root, ENDPOINTS, 1)), root);
		return new Node("node1", key, Path.of("."), List.of(InetAddress.getLoopbackAddress()), ENDPOINTS, genesis);
	}

	/** Issues at once, and judges as it is told to. */
	private static final class Seat implements CertificateProvider {

		private final List<CertificateChain> issued = new CopyOnWriteArrayList<>();

		private final Map<X509Certificate, Verdict> verdicts = new ConcurrentHashMap<>();

		private volatile Verdict verdict = Verdict.accepted();

		private volatile int judged;

		IssuedIdentity identity() throws Exception {
			KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
			return new IssuedIdentity(keys.getPrivate(), chain(keys));
		}

		@Override
		public CompletionStage<CertificateChain> certificate(CertificateRequest request) {
			try {
				CertificateChain chain = chain(request.keys());
				issued.add(chain);
				return CompletableFuture.completedFuture(chain);
			}
			catch (Exception failure) {
				return CompletableFuture.failedFuture(failure);
			}
		}

		private static CertificateChain chain(KeyPair keys) throws Exception {
			Instant now = Instant.now();
			byte[] certificate = new X509v3CertificateBuilder(new X500Name("CN=issuer"),
					new BigInteger(64, new SecureRandom()), Date.from(now), Date.from(now.plusSeconds(3600)),
					new X500Name("CN=subject"), SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()))
				.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
				.getEncoded();
			return new CertificateChain(List.of((X509Certificate) CertificateFactory.getInstance("X.509")
				.generateCertificate(new ByteArrayInputStream(certificate))));
		}

		@Override
		public synchronized CompletionStage<Verdict> validate(CertificateChain chain, Purpose purpose, NodeId subject) {
			judged++;
			return CompletableFuture.completedFuture(verdicts.getOrDefault(chain.leaf(), verdict));
		}

	}

}
