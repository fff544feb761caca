package org.web3ecosystem.trustchain.revocation;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.net.httpserver.HttpServer;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.spi.trust.StapleFinding;
import org.web3ecosystem.spi.trust.StatusStaples;
import org.web3ecosystem.spitest.trust.StatusStaplesContract;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.ca.TestAuthority;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.Issued;
import org.web3ecosystem.trustchain.ledger.Revocation.Reason;
import org.web3ecosystem.trustchain.ledger.RevokedLeaves;
import org.web3ecosystem.trustchain.ledger.TestLedger;
import org.web3ecosystem.trustchain.offer.Issuing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StaplesTests extends StatusStaplesContract {

	@TempDir
	private Path directory;

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

	private final AtomicReference<CertificateChain> shown = new AtomicReference<>();

	private final List<Validator> asked = new ArrayList<>();

	private Federation federation;

	private Node issuer;

	private TestLedger ledger;

	private TestAuthority authority;

	private RevokedLeaves revoked;

	private RevocationDesk desk;

	/** The issuer's own. */
	private Staples own;

	@BeforeEach
	void found() {
		federation = Federation.of(4, directory);
		issuer = federation.node(1);
		ledger = new TestLedger(federation.genesis());
		authority = new TestAuthority(issuer, now::get);
		revoked = new RevokedLeaves(federation.genesis().validators(), ledger.of(issuer.id()), now::get, () -> {
		});
		desk = RevocationDesk.of(issuer, ledger.of(issuer.id()), revoked,
				() -> Optional.of(new Issuing(authority.authority(), authority.log())), leaf -> List.of(), now::get);
		revoked.look();
		own = staples(issuer);
	}

	@AfterEach
	void close() {
		authority.close();
	}

	@Override
	protected StatusStaples staples() {
		return own;
	}

	@Override
	protected CertificateChain shown() {
		return show(issuer);
	}

	@Override
	protected CertificateChain other() {
		return issue(issuer);
	}

	@Override
	protected void revoke(CertificateChain leaf) {
		desk.revoker().revoke(Digest.of(leaf.leaf()), Reason.SUPERSEDED);
		pass(Duration.ofMinutes(31));
		revoked.look();
		own.look();
	}

	@Override
	protected void pass(Duration time) {
		now.set(now.get().plus(time));
	}

	@Test
	void whatTheIssuerSaysIsGoodForAnHourFromWhenItReadTheLedger() {
		CertificateChain chain = show(issuer);
		byte[] staple = own.own(chain).orElseThrow();
		assertThat(staple.length).isLessThan(450);
		assertThat(own.judge(chain, staple)).isInstanceOfSatisfying(StapleFinding.Good.class, good -> {
			assertThat(Duration.between(good.asOf(), good.until())).isEqualTo(Duration.ofHours(1));
			assertThat(good.asOf()).isBetween(now.get().minusSeconds(2), now.get());
			assertThat(good.byItself()).isTrue();
		});
		assertThat(asked).isEmpty();
	}

	@Test
	void aNodeThatDoesNotIssueAsksTheValidatorThatDid() {
		Node other = federation.node(2);
		CertificateChain chain = show(other);
		Staples others = staples(other);
		others.look();
		assertThat(asked).singleElement().extracting(Validator::id).isEqualTo(issuer.id());
		assertThat(own.judge(chain, others.own(chain).orElseThrow())).isInstanceOfSatisfying(StapleFinding.Good.class,
				good -> assertThat(good.byItself()).isFalse());
		others.look();
		assertThat(asked).as("not again while it is fresh").hasSize(1);
	}

	@Test
	void itIsRenewedAtHalfItsTimeAndShownToTheEndIfThatFails() {
		CertificateChain chain = show(issuer);
		byte[] first = own.own(chain).orElseThrow();
		now.set(now.get().plus(Duration.ofMinutes(31)));
		own.look();
		assertThat(own.own(chain)).as("the ledger was not read lately").hasValue(first);
		revoked.look();
		now.set(now.get().plus(Staples.PAUSE));
		own.look();
		assertThat(own.own(chain)).get().isNotEqualTo(first);
		now.set(now.get().plus(Duration.ofMinutes(61)));
		assertThat(own.own(chain)).isEmpty();
	}

	@Test
	void anotherLeafIsAskedForAtOnceAndHasNoneUntilThen() {
		CertificateChain before = show(issuer);
		CertificateChain after = issue(issuer);
		assertThat(own.own(after)).isEmpty();
		shown.set(after);
		own.look();
		assertThat(own.own(after)).isPresent();
		assertThat(own.own(before)).isEmpty();
	}

	@Test
	void aRevokedLeafIsSaidToBeThatWhateverTheAgeOfTheWord() {
		CertificateChain chain = show(issuer);
		desk.revoker().revoke(Digest.of(chain.leaf()), Reason.KEY_COMPROMISE);
		now.set(now.get().plus(Duration.ofMinutes(31)));
		revoked.look();
		own.look();
		byte[] staple = own.own(chain).orElseThrow();
		assertThat(own.judge(chain, staple)).isInstanceOf(StapleFinding.Revoked.class);
		now.set(now.get().plus(Duration.ofHours(5)));
		assertThat(own.judge(chain, staple)).isInstanceOf(StapleFinding.Revoked.class);
		assertThat(own.own(chain)).as("an honest node hides nothing").hasValue(staple);
	}

	@Test
	void aGoodOneIsStaleAfterItsTimeAndLongBeforeIt() {
		CertificateChain chain = show(issuer);
		byte[] staple = own.own(chain).orElseThrow();
		Instant then = now.get();
		now.set(then.plus(Duration.ofMinutes(59)));
		assertThat(own.judge(chain, staple)).isInstanceOf(StapleFinding.Good.class);
		now.set(then.plus(Duration.ofMinutes(60)));
		assertThat(own.judge(chain, staple)).isInstanceOf(StapleFinding.Stale.class);
		now.set(then.minus(Duration.ofMinutes(9)));
		assertThat(own.judge(chain, staple)).as("clocks differ").isInstanceOf(StapleFinding.Good.class);
		now.set(then.minus(Duration.ofMinutes(11)));
		assertThat(own.judge(chain, staple)).isInstanceOf(StapleFinding.Stale.class);
	}

	@Test
	void oneOfAnotherLeafOrIssuerIsWrong() {
		CertificateChain chain = show(issuer);
		byte[] staple = own.own(chain).orElseThrow();
		assertWrong(issue(issuer), staple, "another certificate");
		try (TestAuthority other = new TestAuthority(federation.node(2), now::get)) {
			assertWrong(other.issue(Purpose.NODE), staple, "another certificate");
			CertificateChain crossed = new CertificateChain(
					List.of(chain.leaf(), other.authority().intermediate(Purpose.NODE)));
			assertWrong(crossed, staple, "another certificate");
		}
		assertWrong(new CertificateChain(List.of(chain.leaf())), staple, "without an issuer");
	}

	@Test
	void oneSignedByAnotherIsWrong() {
		CertificateChain chain = show(issuer);
		byte[] staple = own.own(chain).orElseThrow();
		byte[] forged = staple.clone();
		forged[forged.length - 1] ^= 1;
		assertWrong(chain, forged, "not signed by the issuer");
	}

	@Test
	void whatIsTooLongOrNoStatusIsWrong() throws Exception {
		CertificateChain chain = show(issuer);
		assertWrong(chain, new byte[StatusStaples.MAX_BYTES + 1], "more than 4096 bytes");
		assertWrong(chain, new OCSPRespBuilder().build(OCSPRespBuilder.TRY_LATER, null).getEncoded(), "no status");
		assertWrong(chain, nested(), "");
	}

	@Test
	void anIssuerThatHasNoWordIsNotAskedAgainAtOnce() {
		Node other = federation.node(2);
		CertificateChain chain = issue(other);
		shown.set(chain);
		Staples others = new Staples(other, () -> Optional.ofNullable(shown.get()), desk.responder(),
				(validator, request) -> {
					asked.add(validator);
					throw new UnavailableException("not now");
				}, () -> {
				}, now::get);
		others.look();
		others.look();
		assertThat(asked).hasSize(1);
		assertThat(others.own(chain)).isEmpty();
		now.set(now.get().plus(Staples.PAUSE));
		others.look();
		assertThat(asked).hasSize(2);
	}

	@Test
	void overHttpOnlyAShortAnswerWithoutRedirectIsTaken() throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		AtomicReference<Integer> status = new AtomicReference<>(200);
		AtomicReference<byte[]> body = new AtomicReference<>(new byte[] { 1, 2 });
		server.createContext("/trustchain/ocsp", exchange -> {
			exchange.getRequestBody().readAllBytes();
			exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/");
			exchange.sendResponseHeaders(status.get(), body.get().length);
			try (OutputStream out = exchange.getResponseBody()) {
				out.write(body.get());
			}
		});
		server.start();
		Validator genesis = federation.genesis().validators().getFirst();
		int port = server.getAddress().getPort();
		Validator there = new Validator(genesis.name(), genesis.engineId(), genesis.nodeKey(),
				genesis.gossipCertificate(), new Endpoints(List.of("127.0.0.1"), 1, 2, 3, port, 4), 1);
		try (IssuerStatus asking = new IssuerStatus()) {
			assertThat(asking.ask(there, new byte[0])).containsExactly(1, 2);
			body.set(new byte[StatusStaples.MAX_BYTES + 1]);
			assertThatThrownBy(() -> asking.ask(there, new byte[0])).isInstanceOf(UnavailableException.class);
			body.set(new byte[0]);
			status.set(302);
			assertThatThrownBy(() -> asking.ask(there, new byte[0])).isInstanceOf(UnavailableException.class)
				.hasMessageContaining("302");
		}
		finally {
			server.stop(0);
		}
	}

	private void assertWrong(CertificateChain chain, byte[] staple, String why) {
		assertThat(own.judge(chain, staple)).isInstanceOfSatisfying(StapleFinding.Wrong.class,
				wrong -> assertThat(wrong.reason()).contains(why));
	}

	/** SEQUENCE in SEQUENCE, as deep as its bytes reach. */
	private static byte[] nested() {
		byte[] bytes = new byte[StatusStaples.MAX_BYTES];
		for (int i = 0; i + 1 < bytes.length; i += 2) {
			bytes[i] = 0x30;
			bytes[i + 1] = (byte) 0x80;
		}
		return bytes;
	}

	private CertificateChain show(Node subject) {
		CertificateChain chain = issue(subject);
		shown.set(chain);
		own.look();
		return chain;
	}

	private CertificateChain issue(Node subject) {
		CertificateChain chain = authority.issue(TestAuthority.keys(), Purpose.NODE, subject.id(), subject.name(),
				subject.name() + ".node." + Federation.ZONE);
		ledger.of(issuer.id())
			.submit(new Issued(Digest.of(chain.leaf()), chain.leaf().getSerialNumber().toByteArray(), subject.id(),
					Purpose.NODE, chain.leaf().getNotAfter().toInstant(), 0))
			.toCompletableFuture()
			.join();
		return chain;
	}

	private Staples staples(Node of) {
		return new Staples(of, () -> Optional.ofNullable(shown.get()), desk.responder(), (validator, request) -> {
			asked.add(validator);
			return desk.responder().answer(request);
		}, () -> {
		}, now::get);
	}

}
