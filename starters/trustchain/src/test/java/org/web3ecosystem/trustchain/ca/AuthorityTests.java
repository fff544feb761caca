package org.web3ecosystem.trustchain.ca;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.Federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class AuthorityTests {

	@TempDir
	private Path directory;

	private Node node;

	private TestAuthority authority;

	@BeforeEach
	void open() {
		node = Federation.of(1, directory).node(1);
		authority = new TestAuthority(node, InstantSource.system());
	}

	@AfterEach
	void close() {
		authority.close();
	}

	@ParameterizedTest
	@EnumSource
	void everythingIssuedIsInTheLog(Purpose purpose) {
		CertificateChain chain = authority.issue(purpose);

		assertThat(authority.log().find(Digest.of(chain.leaf()))).isPresent();
	}

	@ParameterizedTest
	@EnumSource
	void opensslAcceptsTheChainStrictly(Purpose purpose) throws Exception {
		OpenSsl.assumePresent();
		CertificateChain chain = authority.issue(purpose);
		Path root = write("root.pem", Pem.encode("CERTIFICATE", node.genesis().root()));
		Path intermediate = write("int.pem", Pem.encode(List.of(chain.certificates().getLast())));
		Path leaf = write("leaf.pem", Pem.encode(List.of(chain.leaf())));
		String as = (purpose == Purpose.OPERATOR) ? "sslclient" : "sslserver";

		String result = OpenSsl.run("verify", "-x509_strict", "-purpose", as, "-CAfile", root.toString(), "-untrusted",
				intermediate.toString(), leaf.toString());

		assertThat(result).startsWith("0 ").contains(": OK");
	}

	/**
	 * What has more bits is a malformed certificate to Go and to whoever stores an int.
	 */
	@ParameterizedTest
	@EnumSource
	void numbersInObjectIdentifiersAreSmall(Purpose purpose) {
		X509Certificate leaf = authority.issue(purpose).leaf();

		assertThat(Stream.of(leaf.getCriticalExtensionOIDs(), leaf.getNonCriticalExtensionOIDs())
			.flatMap(Set::stream)
			.flatMap(identifier -> Stream.of(identifier.split("\\.")))).isNotEmpty()
			.allSatisfy(arc -> assertThat(new BigInteger(arc).bitLength()).isLessThan(Integer.SIZE));
	}

	@ParameterizedTest
	@EnumSource
	void aJdkAcceptsTheChain(Purpose purpose) throws Exception {
		CertificateChain chain = authority.issue(purpose);
		PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(node.genesis().rootCertificate(), null)));
		parameters.setRevocationEnabled(false);

		CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(chain.certificates());

		assertThatCode(() -> CertPathValidator.getInstance("PKIX").validate(path, parameters))
			.doesNotThrowAnyException();
	}

	@Test
	void aLeafLivesADayAndNotLonger() {
		CertificateChain chain = authority.issue(Purpose.NODE);

		Instant begin = chain.leaf().getNotBefore().toInstant();
		assertThat(Duration.between(begin, chain.leaf().getNotAfter().toInstant())).isEqualTo(Duration.ofHours(24));
		assertThat(begin).isBefore(Instant.now());
	}

	@Test
	void keysOfAllowedKindsAreCertified() throws Exception {
		for (KeyPair keys : List.of(TestAuthority.keys("EC", new ECGenParameterSpec("secp384r1")),
				TestAuthority.keys("Ed25519", NamedParameterSpec.ED25519),
				TestAuthority.keys("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4)))) {
			assertThat(authority.issue(keys, Purpose.SERVER, node.id(), "node1", "localhost").leaf().getPublicKey())
				.isEqualTo(keys.getPublic());
		}
	}

	@Test
	void weakOrStrangeKeysAreRefused() {
		for (KeyPair keys : List.of(TestAuthority.keys("EC", new ECGenParameterSpec("secp521r1")),
				TestAuthority.keys("RSA", new RSAKeyGenParameterSpec(1024, RSAKeyGenParameterSpec.F4)),
				TestAuthority.keys("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F0)))) {
			assertThatThrownBy(() -> SigningRequest.parse(SigningRequest.create(keys, List.of())))
				.isInstanceOf(RejectedException.class)
				.hasMessageContaining("the request's key");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "example.com", "local.internal.example.com", "notlocal.internal", "192.0.2.1", "::2" })
	void namesOutsideTheConstraintsAreNotSigned(String name) {
		int before = authority.log().size();

		assertThatThrownBy(() -> authority.issue(TestAuthority.keys(), Purpose.SERVER, node.id(), "node1", name))
			.isInstanceOf(RejectedException.class)
			.hasMessageContaining("outside its issuer's constraints");
		assertThat(authority.log().size()).isEqualTo(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "*.local.internal", "a_b.local.internal", "-a.local.internal", "a..local.internal",
			"A.local.internal", "xn--\u00e4.local.internal", "a.local.internal.", "", "a b.local.internal" })
	void whatIsNoHostNameIsNotSigned(String name) {
		assertThatThrownBy(() -> authority.issue(TestAuthority.keys(), Purpose.SERVER, node.id(), "node1", name))
			.isInstanceOf(RejectedException.class)
			.hasMessageContaining("not a host name");
	}

	@Test
	void aNodeLeafHasNoAddressAndAnOperatorsNoName() {
		assertThatThrownBy(() -> authority.issue(TestAuthority.keys(), Purpose.NODE, node.id(), "node1", "127.0.0.1"))
			.isInstanceOf(RejectedException.class);
		assertThatThrownBy(
				() -> authority.issue(TestAuthority.keys(), Purpose.OPERATOR, node.id(), "node1", "a.local.internal"))
			.isInstanceOf(RejectedException.class);
		assertThatThrownBy(() -> authority.issue(TestAuthority.keys(), Purpose.SERVER, node.id(), "node1"))
			.isInstanceOf(RejectedException.class);
	}

	@Test
	void tooManyNamesAreRefused() {
		String[] names = IntStream.range(0, 17).mapToObj(i -> "a" + i + ".local.internal").toArray(String[]::new);

		assertThatThrownBy(() -> authority.issue(TestAuthority.keys(), Purpose.SERVER, node.id(), "node1", names))
			.isInstanceOf(RejectedException.class);
	}

	@Test
	void aRequestWithoutPossessionIsRefused() {
		byte[] csr = SigningRequest.create(TestAuthority.keys(), List.of("localhost"));
		for (int position = 0; position < csr.length; position++) {
			byte[] forged = csr.clone();
			forged[position] ^= 1;
			assertThatThrownBy(() -> SigningRequest.parse(forged)).isInstanceOf(RejectedException.class);
		}
	}

	@Test
	void aRequestThatIsNestedWithoutEndIsRefused() {
		byte[] indefinite = new byte[SigningRequest.MAX_BYTES];
		for (int i = 0; i < indefinite.length; i += 2) {
			indefinite[i] = 0x30;
			indefinite[i + 1] = (byte) 0x80;
		}
		byte[] definite = new byte[SigningRequest.MAX_BYTES];
		for (int i = 0; i < definite.length; i += 4) {
			int left = definite.length - i - 4;
			System.arraycopy(new byte[] { 0x30, (byte) 0x82, (byte) (left >>> 8), (byte) left }, 0, definite, i, 4);
		}

		for (byte[] nested : List.of(indefinite, definite)) {
			assertThat(Async.call(Runnable::run, () -> SigningRequest.parse(nested))).failsWithin(Duration.ofSeconds(5))
				.withThrowableThat()
				.withCauseInstanceOf(RejectedException.class);
		}
	}

	@Test
	void anErrorEndsAStageToo() {
		assertThat(Async.call(Runnable::run, () -> {
			throw new StackOverflowError();
		})).failsWithin(Duration.ofSeconds(5)).withThrowableThat().withCauseInstanceOf(StackOverflowError.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1.2.3.4.5", "256.256.256.256", "1..2", "a:b", "::g", "1.2.3.4:5" })
	void whatOnlyLooksLikeAnAddressIsRefusedAndNotLookedUp(String name) {
		assertThatThrownBy(() -> authority.issue(TestAuthority.keys(), Purpose.SERVER, node.id(), "node1", name))
			.isInstanceOf(RejectedException.class)
			.hasMessageContaining("not an IP address");
	}

	@Test
	void theLongestNameStaysWithinTheBoundOfACommonName() {
		String name = "n".repeat(63);
		SigningRequest csr = SigningRequest
			.parse(SigningRequest.forOperator(TestAuthority.keys(), node.key(), Federation.ZONE, Instant.now()));
		CertificateChain chain = authority.authority()
			.issue(new Order(csr, Purpose.OPERATOR, node.id(), name, List.of()))
			.toCompletableFuture()
			.join();

		assertThat(chain.leaf().getSubjectX500Principal().getName()).contains("CN=" + "n".repeat(55) + " operator");
	}

	@Test
	void anyTextIsSearchedForPemInNoTime() {
		String spaces = "-----BEGIN CERTIFICATE REQUEST-----" + " ".repeat(Pem.MAX_CHARACTERS - 100);

		assertTimeoutPreemptively(Duration.ofSeconds(5),
				() -> assertThat(Pem.decode("CERTIFICATE REQUEST", spaces)).isEmpty());
		assertThat(Pem.decode("X", "before\n" + Pem.encode("X", new byte[100]) + "after")).hasSize(1);
		assertThat(Pem.decode("X", Pem.encode("X", new byte[100]).replace("\n", "\r\n"))).hasSize(1);
	}

	/** RFC 8555, section 7.4. */
	@ParameterizedTest
	@CsvSource({ "CN=www.local.internal, 2", "CN=NODE1.local.internal, 1", "CN=my server, 1",
			"O=x+CN=www.local.internal, 2" })
	void aHostInTheCommonNameIsAskedForToo(String subject, int asked) throws Exception {
		KeyPair keys = TestAuthority.keys();
		byte[] csr = new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), keys.getPublic())
			.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
					new Extensions(new Extension(Extension.subjectAlternativeName, false,
							new GeneralNames(new GeneralName(GeneralName.dNSName, "node1.local.internal"))
								.getEncoded())))
			.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
			.getEncoded();
		assertThat(SigningRequest.parse(csr).names()).hasSize(asked).startsWith("node1.local.internal");
	}

	@Test
	void everyTruncationOfARequestIsRefused() {
		byte[] csr = SigningRequest.create(TestAuthority.keys(), List.of("localhost", "127.0.0.1"));
		assertThat(SigningRequest.parse(csr).names()).containsExactly("localhost", "127.0.0.1");

		for (int length = 0; length < csr.length; length++) {
			byte[] cut = Arrays.copyOf(csr, length);
			assertThatThrownBy(() -> SigningRequest.parse(cut)).isInstanceOf(RejectedException.class);
		}
		assertThatThrownBy(() -> SigningRequest.parse(new byte[SigningRequest.MAX_BYTES + 1]))
			.isInstanceOf(RejectedException.class)
			.hasMessageContaining("at most");
	}

	private Path write(String name, String content) throws Exception {
		return Files.writeString(directory.resolve(name), content, StandardCharsets.US_ASCII);
	}

}
