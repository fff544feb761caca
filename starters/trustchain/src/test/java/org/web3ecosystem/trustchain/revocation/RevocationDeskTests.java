package org.web3ecosystem.trustchain.revocation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.ca.Ca;
import org.web3ecosystem.trustchain.ca.OpenSsl;
import org.web3ecosystem.trustchain.ca.Pem;
import org.web3ecosystem.trustchain.ca.Publication;
import org.web3ecosystem.trustchain.ca.TestAuthority;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.Issued;
import org.web3ecosystem.trustchain.ledger.Revocation.Reason;
import org.web3ecosystem.trustchain.ledger.RevokedLeaves;
import org.web3ecosystem.trustchain.ledger.TestLedger;
import org.web3ecosystem.trustchain.offer.Issuing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RevocationDeskTests {

	@TempDir
	private Path directory;

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

	private Federation federation;

	private Node node;

	private TestLedger ledger;

	private TestAuthority authority;

	private RevokedLeaves revoked;

	private RevocationDesk desk;

	private final List<byte[]> compromised = new ArrayList<>();

	@BeforeEach
	void found() {
		federation = Federation.of(4, directory);
		node = federation.node(1);
		ledger = new TestLedger(federation.genesis());
		authority = new TestAuthority(node, now::get);
		revoked = new RevokedLeaves(federation.genesis().validators(), ledger.of(node.id()), now::get, () -> {
		});
		desk = RevocationDesk.of(node, ledger.of(node.id()), revoked,
				() -> Optional.of(new Issuing(authority.authority(), authority.log())), leaf -> {
					compromised.add(leaf);
					return List.of();
				}, now::get);
		revoked.look();
	}

	@AfterEach
	void close() {
		authority.close();
	}

	@Test
	void aRevokedLeafIsInTheListThatItNames() throws Exception {
		X509Certificate good = issue(Purpose.SERVER);
		X509Certificate bad = issue(Purpose.SERVER);
		BigInteger before = number(list(bad));

		desk.revoker().revoke(Digest.of(bad), Reason.KEY_COMPROMISE);

		assertThat(compromised).containsExactly(Digest.of(bad));
		X509CRL list = list(bad);
		list.verify(authority.authority().intermediate(Purpose.SERVER).getPublicKey());
		assertThat(list.getRevokedCertificate(bad.getSerialNumber()).getRevocationReason().toString())
			.isEqualTo("KEY_COMPROMISE");
		assertThat(list(good).getRevokedCertificate(good.getSerialNumber())).isNull();
		assertThat(number(list)).isGreaterThan(before);
		assertThat(list.getNextUpdate().toInstant()).isAfter(now.get());
		assertThat(new String(bad.getExtensionValue("2.5.29.31"), StandardCharsets.ISO_8859_1))
			.containsPattern("/trustchain/crl/server-[0-9a-f]{8}/" + Publication.shard(bad.getSerialNumber()) + "$");
	}

	@Test
	void aListIsSignedOnceUntilThereIsNewsOrHalfItsLifeIsOver() {
		X509Certificate leaf = issue(Purpose.NODE);
		byte[] first = desk.lists().list(Ca.NODE, 0);
		now.set(now.get().plusSeconds(60));
		revoked.look();
		assertThat(desk.lists().list(Ca.NODE, 0)).isEqualTo(first);

		desk.revoker().revoke(Digest.of(leaf), Reason.SUPERSEDED);
		assertThat(compromised).isEmpty();
		byte[] second = desk.lists().list(Ca.NODE, 0);
		assertThat(second).isNotEqualTo(first);

		now.set(now.get().plus(Duration.ofMinutes(31)));
		revoked.look();
		assertThat(desk.lists().list(Ca.NODE, 0)).isNotEqualTo(second);
	}

	@Test
	void nothingIsSignedOnOldKnowledge() {
		X509Certificate leaf = issue(Purpose.SERVER);
		ledger.down(true);
		now.set(now.get().plus(Duration.ofMinutes(31)));

		assertThatThrownBy(() -> desk.lists().list(Ca.SERVER, 0)).isInstanceOf(UnavailableException.class);
		assertThat(answer(leaf, "SHA-1").getStatus()).isEqualTo(OCSPRespBuilder.TRY_LATER);
	}

	@Test
	void ocspTellsGoodFromRevokedForBothDigests() throws Exception {
		X509Certificate leaf = issue(Purpose.SERVER);
		for (String digest : List.of("SHA-1", "SHA-256")) {
			assertThat(status(leaf, digest)).isEqualTo(CertificateStatus.GOOD);
		}

		desk.revoker().revoke(Digest.of(leaf), Reason.CESSATION_OF_OPERATION);

		for (String digest : List.of("SHA-1", "SHA-256")) {
			assertThat(status(leaf, digest)).isInstanceOfSatisfying(RevokedStatus.class,
					revoked -> assertThat(revoked.getRevocationReason()).isEqualTo(5));
		}
	}

	@Test
	void ocspAnswersForItsOwnLeavesOnly() {
		X509Certificate leaf = issue(Purpose.SERVER);
		X509Certificate strange;
		try (TestAuthority other = new TestAuthority(federation.node(2), now::get)) {
			strange = other.issue(Purpose.SERVER).leaf();
			assertThat(answer(request(strange, other.authority().intermediate(Purpose.SERVER), "SHA-1")).getStatus())
				.isEqualTo(OCSPRespBuilder.UNAUTHORIZED);
		}
		assertThat(answer(request(strange, authority.authority().intermediate(Purpose.SERVER), "SHA-1")).getStatus())
			.as("a serial number that was never given")
			.isEqualTo(OCSPRespBuilder.UNAUTHORIZED);
		assertThat(answer(request(leaf, authority.authority().intermediate(Purpose.NODE), "SHA-1")).getStatus())
			.as("the other intermediate's")
			.isEqualTo(OCSPRespBuilder.UNAUTHORIZED);
		now.set(now.get().plus(Duration.ofHours(25)));
		revoked.look();
		assertThat(answer(leaf, "SHA-1").getStatus()).as("ended").isEqualTo(OCSPRespBuilder.UNAUTHORIZED);
	}

	@Test
	void damagedRequestsAreMalformed() {
		byte[] good = request(issue(Purpose.SERVER), authority.authority().intermediate(Purpose.SERVER), "SHA-1");
		for (int length = 0; length < good.length; length++) {
			assertThat(answer(Arrays.copyOf(good, length)).getStatus()).isNotEqualTo(OCSPRespBuilder.SUCCESSFUL);
		}
		assertThat(answer(new byte[Responder.MAX_REQUEST + 1]).getStatus())
			.isEqualTo(OCSPRespBuilder.MALFORMED_REQUEST);
		for (int i = 0; i < good.length; i++) {
			byte[] flipped = good.clone();
			flipped[i] ^= 0x55;
			// some bits are in places that nobody reads
			assertThat(answer(flipped)).isNotNull();
		}
	}

	@Test
	void whatIsNotOnesOwnIsNotTakenBack() {
		try (TestAuthority other = new TestAuthority(federation.node(2), now::get)) {
			X509Certificate strange = other.issue(Purpose.NODE).leaf();
			order(federation.node(2), strange, Purpose.NODE, federation.node(2));

			assertThatThrownBy(() -> desk.revoker().revoke(Digest.of(strange), Reason.KEY_COMPROMISE))
				.isInstanceOf(RejectedException.class)
				.hasMessageContaining("another node's");
		}
		assertThatThrownBy(() -> desk.revoker().revoke(new byte[32], Reason.KEY_COMPROMISE))
			.isInstanceOf(RejectedException.class)
			.hasMessageContaining("no such certificate");
	}

	@Test
	void aLiarsRecordOfAnotherLeafDoesNotStandInTheWay() {
		X509Certificate leaf = issue(Purpose.NODE);
		order(federation.node(2), leaf, Purpose.NODE);

		assertThat(desk.revoker().revoke(Digest.of(leaf), Reason.KEY_COMPROMISE))
			.as("issued by this node, and said to be by another for this node")
			.hasSize(2);
		assertThat(revoked.find(Digest.of(leaf), node.id())).isPresent();
	}

	@Test
	void opensslBelievesListAndResponder() throws Exception {
		OpenSsl.assumePresent();
		X509Certificate good = issue(Purpose.SERVER);
		X509Certificate bad = issue(Purpose.SERVER);
		desk.revoker().revoke(Digest.of(bad), Reason.KEY_COMPROMISE);
		String root = pem("root", node.genesis().rootCertificate());
		String issuer = pem("issuer", authority.authority().intermediate(Purpose.SERVER));

		for (X509Certificate leaf : List.of(good, bad)) {
			String file = pem("leaf", leaf);
			Path list = Files.write(directory.resolve("list.der"),
					desk.lists().list(Ca.SERVER, Publication.shard(leaf.getSerialNumber())));
			String crl = directory.resolve("list.pem").toString();
			assertThat(OpenSsl.run("crl", "-inform", "DER", "-in", list.toString(), "-out", crl, "-CAfile", issuer))
				.startsWith("0 verify OK");
			String verdict = OpenSsl.run("verify", "-CAfile", root, "-untrusted", issuer, "-crl_check", "-CRLfile", crl,
					file);
			assertThat(verdict).contains((leaf == good) ? file + ": OK" : "certificate revoked");

			String asked = directory.resolve("request.der").toString();
			OpenSsl.run("ocsp", "-issuer", issuer, "-cert", file, "-reqout", asked);
			Path answer = Files.write(directory.resolve("answer.der"),
					desk.responder().answer(Files.readAllBytes(Path.of(asked))));
			String told = OpenSsl.run("ocsp", "-issuer", issuer, "-cert", file, "-respin", answer.toString(), "-CAfile",
					root, "-verify_other", issuer);
			assertThat(told).contains("Response verify OK")
				.contains((leaf == good) ? file + ": good" : file + ": revoked");
		}
	}

	private X509Certificate issue(Purpose purpose) {
		CertificateChain chain = authority.issue(purpose);
		order(node, chain.leaf(), purpose);
		return chain.leaf();
	}

	private void order(Node issuer, X509Certificate leaf, Purpose purpose) {
		order(issuer, leaf, purpose, node);
	}

	private void order(Node issuer, X509Certificate leaf, Purpose purpose, Node subject) {
		ledger.of(issuer.id())
			.submit(new Issued(Digest.of(leaf), leaf.getSerialNumber().toByteArray(), subject.id(), purpose,
					leaf.getNotAfter().toInstant(), 0))
			.toCompletableFuture()
			.join();
	}

	private X509CRL list(X509Certificate leaf) throws Exception {
		byte[] encoded = desk.lists().list(Ca.SERVER, Publication.shard(leaf.getSerialNumber()));
		return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(encoded));
	}

	private static BigInteger number(X509CRL list) {
		byte[] value = list.getExtensionValue("2.5.29.20");
		return new BigInteger(1, Arrays.copyOfRange(value, 4, value.length));
	}

	private CertificateStatus status(X509Certificate leaf, String digest) throws Exception {
		BasicOCSPResp basic = (BasicOCSPResp) answer(leaf, digest).getResponseObject();
		X509Certificate issuer = authority.authority().intermediate(Purpose.SERVER);
		assertThat(basic.isSignatureValid(new JcaContentVerifierProviderBuilder().build(issuer.getPublicKey())))
			.isTrue();
		return basic.getResponses()[0].getCertStatus();
	}

	private OCSPResp answer(X509Certificate leaf, String digest) {
		return answer(request(leaf, authority.authority().intermediate(Purpose.SERVER), digest));
	}

	private OCSPResp answer(byte[] request) {
		try {
			return new OCSPResp(desk.responder().answer(request));
		}
		catch (IOException malformed) {
			throw new AssertionError("not an OCSP response", malformed);
		}
	}

	private static byte[] request(X509Certificate leaf, X509Certificate issuer, String digest) {
		try {
			AlgorithmIdentifier algorithm = new DefaultDigestAlgorithmIdentifierFinder().find(digest);
			CertificateID id = new CertificateID(new BcDigestCalculatorProvider().get(algorithm),
					new X509CertificateHolder(Digest.encoded(issuer)), leaf.getSerialNumber());
			return new OCSPReqBuilder().addRequest(id).build().getEncoded();
		}
		catch (Exception failure) {
			throw new AssertionError(failure);
		}
	}

	private String pem(String name, X509Certificate certificate) throws IOException {
		return Files.writeString(directory.resolve(name + ".pem"), Pem.encode(List.of(certificate))).toString();
	}

}
