package org.web3ecosystem.platform.edge;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.ca.Pem;
import org.web3ecosystem.trustchain.ca.RootCeremony;
import org.web3ecosystem.trustchain.path.SpiffeId;
import org.web3ecosystem.trustchain.path.Validator;
import org.web3ecosystem.trustchain.path.Voucher;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Who passes for the operator at the HTTPS edge: judged by the rules that run. */
class AccessFilterTests {

	private static final String ZONE = "local.internal";

	private static final Endpoints ENDPOINTS = new Endpoints(List.of("127.0.0.1"), 9292, 9392, 8053, 8080, 8443);

	@TempDir
	private Path directory;

	private final NodeKey victim = NodeKey.generate();

	private final NodeKey liar = NodeKey.generate();

	private AccessFilter edge;

	@BeforeEach
	void found() throws IOException {
		try (RootCeremony ceremony = RootCeremony.begin("local", ZONE, Instant.now())) {
			List<org.web3ecosystem.spi.genesis.Validator> roster = new ArrayList<>();
			for (NodeKey key : List.of(victim, liar)) {
				roster.add(new org.web3ecosystem.spi.genesis.Validator("node" + (roster.size() + 1), roster.size(),
						key.publicKey().getEncoded(), ceremony.root(), ENDPOINTS, 1));
				ceremony.equip(home(key), "node" + roster.size(), key.id(), ENDPOINTS);
			}
			Genesis genesis = new Genesis(new ChainId("local-0123456789abcdef"), "local", ZONE, Instant.now(), 1,
					List.of("certificates"), roster, ceremony.root());
			Node node = new Node("node1", victim, home(victim), List.of(InetAddress.getLoopbackAddress()), ENDPOINTS,
					genesis);
			edge = new AccessFilter(node,
					new Paths(new Validator(genesis.rootCertificate(), ZONE, InstantSource.system())),
					new Problems(JsonMapper.builder().build()));
		}
	}

	@Test
	void theOperatorTheNodeVouchedForPasses() throws Exception {
		KeyPair keys = keys();

		assertThat(shown(operator(keys, victim, Voucher.sign(victim, ZONE, info(keys), Instant.now()))))
			.isEqualTo("operator of node1");
	}

	@Test
	void anOperatorThatAnotherValidatorMadeIsAStranger() throws Exception {
		KeyPair keys = keys();

		assertThat(shown(operator(keys, liar, null))).isEqualTo("403 FORBIDDEN");
		assertThat(shown(operator(keys, liar, Voucher.sign(liar, ZONE, info(keys), Instant.now()))))
			.isEqualTo("403 FORBIDDEN");
	}

	/** Who the handler is told it is, or what the edge answers. */
	private String shown(List<X509Certificate> chain) {
		MockServerWebExchange exchange = MockServerWebExchange
			.from(MockServerHttpRequest.post("https://localhost:8443/trustchain/tokens")
				.header("Host", "localhost:8443")
				.sslInfo(new Shown(chain.toArray(X509Certificate[]::new))));
		List<String> told = new ArrayList<>();
		edge.filter(exchange,
				passed -> passed.getPrincipal().doOnNext(principal -> told.add(principal.getName())).then(Mono.empty()))
			.block();
		HttpStatusCode status = exchange.getResponse().getStatusCode();
		return told.isEmpty() ? String.valueOf(status) : told.getFirst();
	}

	/**
	 * An operator's certificate for the first node, by the intermediate of {@code by}.
	 */
	private List<X509Certificate> operator(KeyPair keys, NodeKey by, Voucher voucher) throws Exception {
		Path files = home(by).resolve("trustchain");
		X509Certificate issuer = Pem.certificate(read(files.resolve("node-ca.pem"), "CERTIFICATE"));
		PrivateKey key = KeyFactory.getInstance("EC")
			.generatePrivate(new PKCS8EncodedKeySpec(read(files.resolve("node-ca.key"), "PRIVATE KEY")));
		X500Name subject = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.O, "local")
			.addRDN(BCStyle.CN, "node1 operator")
			.addRDN(BCStyle.SERIALNUMBER, victim.id().hex())
			.build();
		Instant now = Instant.now();
		JcaX509v3CertificateBuilder leaf = new JcaX509v3CertificateBuilder(
				X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded()), BigInteger.TWO.pow(100),
				Date.from(now.minusSeconds(60)), Date.from(now.plusSeconds(3600)), subject, keys.getPublic());
		leaf.addExtension(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(keyId(issuer)));
		leaf.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
		leaf.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
		leaf.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
		leaf.addExtension(Extension.subjectAlternativeName, false,
				new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier,
						SpiffeId.of(ZONE, Purpose.OPERATOR, victim.id()).orElseThrow())));
		if (voucher != null) {
			leaf.addExtension(Voucher.EXTENSION, false, voucher.toAsn1());
		}
		byte[] signed = leaf.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)).getEncoded();
		return List.of(Pem.certificate(signed), issuer);
	}

	private Path home(NodeKey key) {
		return directory.resolve(key.id().brief());
	}

	private static byte[] read(Path file, String label) throws IOException {
		return Pem.decode(label, Files.readString(file)).getFirst();
	}

	private static byte[] keyId(X509Certificate certificate) {
		return SubjectKeyIdentifier
			.getInstance(
					ASN1OctetString.getInstance(certificate.getExtensionValue(Extension.subjectKeyIdentifier.getId()))
						.getOctets())
			.getKeyIdentifier();
	}

	private static SubjectPublicKeyInfo info(KeyPair keys) {
		return SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
	}

	private static KeyPair keys() throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
		generator.initialize(new ECGenParameterSpec("secp256r1"));
		return generator.generateKeyPair();
	}

	private record Shown(X509Certificate[] certificates) implements SslInfo {

		@Override
		public String getSessionId() {
			return "1";
		}

		@Override
		public X509Certificate[] getPeerCertificates() {
			return certificates;
		}

	}

	/** Judges by path and issues nothing. */
	private record Paths(Validator validator) implements CertificateProvider {

		@Override
		public CompletionStage<CertificateChain> certificate(CertificateRequest request) {
			return CompletableFuture.failedFuture(new UnsupportedOperationException());
		}

		@Override
		public CompletionStage<Verdict> validate(CertificateChain chain, Purpose purpose, NodeId subject) {
			return CompletableFuture.completedFuture(validator.validate(chain, purpose, subject));
		}

	}

}
