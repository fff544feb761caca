package org.web3ecosystem.bootstrap.seat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.security.auth.x500.X500Principal;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

import org.web3ecosystem.bootstrap.ManualClock;
import org.web3ecosystem.bootstrap.ManualTimer;
import org.web3ecosystem.bootstrap.TestTables;
import org.web3ecosystem.bootstrap.guard.Guards;
import org.web3ecosystem.bootstrap.table.PhaseTable;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Offer;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.spi.trust.Purpose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class CertificateSeatTests {

	private static final NodeId NODE = new NodeId("ab".repeat(32));

	private static final NodeId OTHER = new NodeId("cd".repeat(32));

	@TempDir
	Path directory;

	private final PhaseTable table = TestTables.shipped();

	private final ManualClock clock = new ManualClock();

	private final ManualTimer timer = new ManualTimer(clock);

	private final Judge selfSigned = new Judge();

	private final Judge trustchain = new Judge();

	private final Judge consensus = new Judge();

	private CertificateProvider seat;

	private Seats seats;

	private PreviousValid previous;

	private final CertificateChain issued = chain(1, false, Duration.ofHours(1));

	@BeforeEach
	void bind() {
		restart();
	}

	@Test
	void aRejectionIsFinal() {
		trustchain.verdict = Verdict.accepted();
		judge(issued);
		trustchain.verdict = Verdict.rejected("revoked");
		assertThat(judge(issued)).isEqualTo(Verdict.rejected("revoked"));
	}

	@Test
	void theIdenticalChainIsAcceptedAgainWhileItsJudgeIsAway() {
		trustchain.verdict = Verdict.accepted();
		judge(issued);
		trustchain.verdict = Verdict.unavailable("down");
		assertThat(judge(issued)).isEqualTo(Verdict.accepted());
		assertThat(seats.fallbacks()).hasSize(1);
	}

	@Test
	void anotherChainPurposeOrNodeIsNot() {
		trustchain.verdict = Verdict.accepted();
		judge(issued);
		trustchain.verdict = Verdict.unavailable("down");
		assertThat(judge(chain(2, false, Duration.ofHours(1)))).isInstanceOf(Verdict.Unavailable.class);
		assertThat(timer.settle(seat.validate(issued, Purpose.OPERATOR, NODE)).toCompletableFuture().join())
			.isInstanceOf(Verdict.Unavailable.class);
		assertThat(timer.settle(seat.validate(issued, Purpose.NODE, OTHER)).toCompletableFuture().join())
			.isInstanceOf(Verdict.Unavailable.class);
	}

	@Test
	void anExpiredChainIsNotRepeated() {
		trustchain.verdict = Verdict.accepted();
		judge(issued);
		trustchain.verdict = Verdict.unavailable("down");
		clock.forward(Duration.ofHours(1));
		assertThat(judge(issued)).isInstanceOf(Verdict.Unavailable.class);
	}

	@Test
	void whatWasRejectedSinceIsForgottenForGood() throws IOException {
		trustchain.verdict = Verdict.accepted();
		judge(issued);
		seats.store();
		trustchain.verdict = Verdict.rejected("revoked");
		judge(issued);
		trustchain.verdict = Verdict.unavailable("down");
		assertThat(judge(issued)).isInstanceOf(Verdict.Unavailable.class);
		restart();
		assertThat(judge(issued)).isInstanceOf(Verdict.Unavailable.class);
	}

	@Test
	void aRejectionThatCannotBeStoredCountsAndIsNotUndoneByARestart() throws IOException {
		trustchain.verdict = Verdict.accepted();
		judge(issued);
		seats.store();
		fillDisk();
		trustchain.verdict = Verdict.rejected("revoked");
		assertThat(judge(issued)).isEqualTo(Verdict.rejected("revoked"));
		restart();
		trustchain.verdict = Verdict.unavailable("down");
		assertThat(judge(issued)).isInstanceOf(Verdict.Unavailable.class);
	}

	@Test
	void anAcceptanceThatCannotBeStoredIsStoredOnceThereIsRoom() throws IOException {
		fillDisk();
		trustchain.verdict = Verdict.accepted();
		judge(issued);
		assertThatIOException().isThrownBy(seats::store).withMessageContaining("cannot be stored");
		trustchain.verdict = Verdict.unavailable("down");
		assertThat(judge(issued)).isEqualTo(Verdict.accepted());
		emptyDisk();
		seats.store();
		restart();
		assertThat(judge(issued)).isEqualTo(Verdict.accepted());
	}

	/** Nothing new can be written where the new file would be. */
	private void fillDisk() throws IOException {
		Files.createDirectories(directory.resolve("accepted.tmp/full"));
	}

	private void emptyDisk() throws IOException {
		Files.delete(directory.resolve("accepted.tmp/full"));
		Files.delete(directory.resolve("accepted.tmp"));
	}

	@Test
	void anAcceptanceSurvivesARestart() throws IOException {
		trustchain.verdict = Verdict.accepted();
		judge(issued);
		seats.store();
		restart();
		trustchain.verdict = Verdict.unavailable("down");
		assertThat(judge(issued)).isEqualTo(Verdict.accepted());
	}

	@Test
	void anAcceptanceByALesserJudgeIsNoneForAStrongerOne() {
		trustchain.verdict = Verdict.accepted();
		judge(issued);
		seats.seat(table.row(3));
		consensus.verdict = Verdict.unavailable("no quorum");
		assertThat(judge(issued)).isInstanceOf(Verdict.Unavailable.class);
	}

	@Test
	void selfIssuedChainsAreNeverRemembered() {
		CertificateChain self = chain(3, true, Duration.ofHours(1));
		trustchain.verdict = Verdict.accepted();
		judge(self);
		trustchain.verdict = Verdict.unavailable("down");
		assertThat(judge(self)).isInstanceOf(Verdict.Unavailable.class);
	}

	@Test
	void inPhase0AnIssuedChainIsForTrustchainAndThatIsNoFallback() {
		seats.seat(table.row(0));
		selfSigned.verdict = Verdict.rejected("I should not be asked");
		trustchain.verdict = Verdict.accepted();
		assertThat(judge(issued)).isEqualTo(Verdict.accepted());
		assertThat(seats.fallbacks()).isEmpty();
	}

	@Test
	void aLateStarterWhosePeersRefuseProvisionalIdentitiesGetsAnIssuedOne() throws Exception {
		seats.seat(table.row(0));
		selfSigned.given = chain(4, true, Duration.ofHours(1));
		trustchain.given = issued;
		assertThat(give(request(false))).isSameAs(selfSigned.given);
		assertThat(give(request(true))).isSameAs(issued);
	}

	@Test
	void anEarlierCertificateIsGivenAgainForTheSameKeyOnly() throws Exception {
		trustchain.given = issued;
		CertificateRequest request = request(false);
		give(request);
		trustchain.given = null;
		assertThat(give(request)).isSameAs(issued);
		assertThat(SeatsTests.failureOf(seat.certificate(request(false)))).isInstanceOf(UnavailableException.class);
	}

	@Test
	void anIdentityRefusedOnTheWayToTheCaIsNotPaperedOver() throws Exception {
		CertificateRequest request = request(false);
		trustchain.given = issued;
		give(request);
		trustchain.failure = new TransportException.RefusedIdentity("who are you", false);
		assertThat(SeatsTests.failureOf(seat.certificate(request)))
			.isInstanceOf(TransportException.RefusedIdentity.class);
	}

	@Test
	void chainsItDoesNotKnowDoNotBreakTheMemory() {
		trustchain.verdict = Verdict.accepted();
		judge(issued);
		trustchain.verdict = Verdict.unavailable("down");
		CertificateChain unknown = chain(9, false, Duration.ofHours(1));
		for (int i = 0; i < 50; i++) {
			assertThat(judge(unknown)).isInstanceOf(Verdict.Unavailable.class);
		}
		assertThat(judge(issued)).isEqualTo(Verdict.accepted());
	}

	@Test
	void aDamagedMemoryIsEmpty() throws Exception {
		Files.writeString(directory.resolve("accepted"), "not\u0000a memory");
		restart();
		trustchain.verdict = Verdict.unavailable("down");
		assertThat(judge(issued)).isInstanceOf(Verdict.Unavailable.class);
	}

	private void restart() {
		previous = new PreviousValid(directory.resolve("accepted"), clock);
		previous.open();
		seats = new Seats(new Name("test.internal"), previous,
				new Guards(Guards.Registries.with(CircuitBreakerRegistry.ofDefaults()), timer, new SplittableRandom(1)),
				SeatLimits.standard(), clock);
		seats.bind(List.of(Offer.always("self-signed", CertificateProvider.class, selfSigned),
				Offer.always("trustchain", CertificateProvider.class, trustchain),
				Offer.always("consensus-validated", CertificateProvider.class, consensus),
				new Offer<>(PreviousValid.NAME, CertificateProvider.class, previous, previous::probe)));
		seats.seat(table.row(1));
		seat = seats.initializer().certificates();
	}

	private Verdict judge(CertificateChain chain) {
		return timer.settle(seat.validate(chain, Purpose.NODE, NODE)).toCompletableFuture().join();
	}

	private CertificateChain give(CertificateRequest request) {
		return timer.settle(seat.certificate(request)).toCompletableFuture().join();
	}

	private static CertificateRequest request(boolean refused) throws Exception {
		KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
		return new CertificateRequest(keys, Purpose.NODE, NODE, List.of(), refused);
	}

	/** Nobody looks inside: bytes, names and dates are all that matters here. */
	private CertificateChain chain(int number, boolean selfIssued, Duration validity) {
		Instant now = clock.instant();
		X509Certificate certificate = Mockito.mock(X509Certificate.class);
		try {
			Mockito.when(certificate.getEncoded()).thenReturn(new byte[] { (byte) number });
		}
		catch (CertificateEncodingException impossible) {
			throw new IllegalStateException(impossible);
		}
		Mockito.when(certificate.getNotBefore()).thenReturn(Date.from(now));
		Mockito.when(certificate.getNotAfter()).thenReturn(Date.from(now.plus(validity)));
		Mockito.when(certificate.getSubjectX500Principal()).thenReturn(new X500Principal("CN=subject"));
		Mockito.when(certificate.getIssuerX500Principal())
			.thenReturn(new X500Principal(selfIssued ? "CN=subject" : "CN=issuer"));
		return new CertificateChain(List.of(certificate));
	}

	/** Judges and gives as the test says. */
	private static final class Judge implements CertificateProvider {

		volatile Verdict verdict = Verdict.unavailable("the test has not said");

		volatile @Nullable CertificateChain given;

		volatile @Nullable RuntimeException failure;

		@Override
		public CompletionStage<CertificateChain> certificate(CertificateRequest request) {
			if (failure != null) {
				return CompletableFuture.failedFuture(failure);
			}
			return given == null ? CompletableFuture.failedFuture(new UnavailableException("down"))
					: CompletableFuture.completedFuture(given);
		}

		@Override
		public CompletionStage<Verdict> validate(CertificateChain chain, Purpose purpose, NodeId subject) {
			return CompletableFuture.completedFuture(verdict);
		}

	}

}
