package org.web3ecosystem.bench.stoq;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.Purpose;

/**
 * A root, in a directory that all processes of a run share, and what it issues: P-256
 * leaves that name a node, the same for every peer that is measured.
 */
final class Federation {

	private static final String ZONE = "bench.internal";

	private static final ChainId CHAIN = new ChainId("bench-0000000000000001");

	private static final Endpoints NOWHERE = new Endpoints(List.of("127.0.0.1"), 1, 1, 1, 1, 1);

	private static final Duration LIFE = Duration.ofDays(1);

	private final Path directory;

	private final X509Certificate root;

	private final PrivateKey rootKey;

	private final Genesis genesis;

	private Federation(Path directory, X509Certificate root, PrivateKey rootKey) throws GeneralSecurityException {
		this.directory = directory;
		this.root = root;
		this.rootKey = rootKey;
		this.genesis = new Genesis(CHAIN, "bench", ZONE, Instant.EPOCH, Genesis.PROTOCOL_VERSION, List.of(), List
			.of(new Validator("nobody", 0, NodeKey.generate().publicKey().getEncoded(), new byte[] { 1 }, NOWHERE, 1)),
				root.getEncoded());
	}

	/** Makes a root, and an identity in PEM for each side of a peer that is no Java. */
	static Federation found(Path directory) throws IOException, GeneralSecurityException {
		KeyPair keys = keys();
		X509Certificate root = sign(keys.getPrivate(), keys.getPublic(), null);
		Files.writeString(directory.resolve("root.pem"), pem(root));
		Files.write(directory.resolve("root.key"), keys.getPrivate().getEncoded());
		Federation federation = new Federation(directory, root, keys.getPrivate());
		for (String side : List.of("server", "client")) {
			KeyPair own = keys();
			X509Certificate leaf = federation.issue(own.getPublic(), NodeKey.generate().id());
			Files.writeString(directory.resolve(side + ".pem"), pem(leaf, own.getPrivate()));
		}
		return federation;
	}

	/** What another process founded. */
	static Federation enter(Path directory) throws IOException, GeneralSecurityException {
		try (InputStream root = Files.newInputStream(directory.resolve("root.pem"))) {
			return new Federation(directory,
					(X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(root),
					KeyFactory.getInstance("EC")
						.generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(directory.resolve("root.key")))));
		}
	}

	X509Certificate root() {
		return root;
	}

	/** A node of this federation with a home of its own. */
	Node node() {
		NodeKey key = NodeKey.generate();
		return new Node("n" + key.id().brief(), key, directory.resolve(key.id().hex()),
				List.of(InetAddress.getLoopbackAddress()), NOWHERE, genesis);
	}

	X509Certificate issue(PublicKey key, NodeId node) {
		return sign(rootKey, key, node);
	}

	static KeyPair keys() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
			generator.initialize(256);
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK has P-256", impossible);
		}
	}

	/** Issues from the root, and accepts by PKIX what it issued. */
	CertificateProvider seat() {
		return new CertificateProvider() {

			@Override
			public CompletionStage<CertificateChain> certificate(CertificateRequest request) {
				return CompletableFuture
					.completedFuture(new CertificateChain(List.of(issue(request.keys().getPublic(), request.node()))));
			}

			@Override
			public CompletionStage<Verdict> validate(CertificateChain chain, Purpose purpose, NodeId subject) {
				return CompletableFuture.completedFuture(judge(chain));
			}

		};
	}

	private Verdict judge(CertificateChain chain) {
		try {
			PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
			parameters.setRevocationEnabled(false);
			CertPathValidator.getInstance("PKIX")
				.validate(CertificateFactory.getInstance("X.509").generateCertPath(chain.certificates()), parameters);
			return Verdict.accepted();
		}
		catch (GeneralSecurityException foreign) {
			return Verdict.rejected("not issued by this root: " + foreign.getMessage());
		}
	}

	private static X509Certificate sign(PrivateKey by, PublicKey key, @Nullable NodeId node) {
		Instant now = Instant.now();
		boolean authority = node == null;
		X500Name issuer = new X500Name("CN=bench root");
		try {
			JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(issuer,
					BigInteger.valueOf(System.nanoTime()), Date.from(now.minusSeconds(60)), Date.from(now.plus(LIFE)),
					authority ? issuer : new X500Name("CN=leaf"), key);
			builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
			builder.addExtension(Extension.keyUsage, true,
					new KeyUsage(authority ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
			if (!authority) {
				builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(
						new KeyPurposeId[] { KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth }));
				builder.addExtension(Extension.subjectAlternativeName, false,
						new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier,
								"spiffe://" + ZONE + "/node/" + node.hex())));
			}
			return new JcaX509CertificateConverter()
				.getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by)));
		}
		catch (IOException | GeneralSecurityException | OperatorCreationException unexpected) {
			throw new IllegalStateException("no certificate made", unexpected);
		}
	}

	private static String pem(Object... items) throws IOException {
		StringWriter text = new StringWriter();
		try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
			for (Object item : items) {
				writer.writeObject((item instanceof PrivateKey key) ? new JcaPKCS8Generator(key, null) : item);
			}
		}
		return text.toString();
	}

}
