package org.web3ecosystem.stoq;

import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

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
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.SignedGenesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.Purpose;

/** A federation with a root of its own, and the certificates it issues. */
public final class TestFederation {

	public static final String ZONE = "test.internal";

	private static final AtomicLong CHAINS = new AtomicLong();

	private static final Duration LIFE = Duration.ofDays(1);

	private final KeyPair rootKeys = keys();

	private final X509Certificate root = sign("test root", rootKeys.getPublic(), "test root", true, List.of());

	private final List<NodeKey> nodeKeys;

	private final List<Endpoints> endpoints;

	private final Genesis genesis;

	public TestFederation(int validators) {
		this(validators, IntStream.range(0, validators).map(i -> 40_000 + i).boxed().toList());
	}

	public TestFederation(int validators, List<Integer> stoqPorts) {
		nodeKeys = IntStream.range(0, validators).mapToObj(i -> NodeKey.generate()).toList();
		endpoints = stoqPorts.stream().map(port -> new Endpoints(List.of("127.0.0.1"), port, 1, 1, 1, 1)).toList();
		genesis = new Genesis(new ChainId("test-" + HexFormat.of().toHexDigits(CHAINS.incrementAndGet())), "test", ZONE,
				Instant.EPOCH, Genesis.PROTOCOL_VERSION, List.of("names"),
				IntStream.range(0, validators)
					.mapToObj(i -> new Validator("node" + (i + 1), i, nodeKeys.get(i).publicKey().getEncoded(),
							new byte[] { 1 }, endpoints.get(i), 1))
					.toList(),
				encoded(root));
	}

	public Genesis genesis() {
		return genesis;
	}

	public byte[] signedGenesis() {
		return SignedGenesis.sign(genesis, nodeKeys).encode();
	}

	public X509Certificate root() {
		return root;
	}

	public Node node(int index) {
		return node("node" + (index + 1), nodeKeys.get(index), endpoints.get(index));
	}

	/** A node that listens at these addresses. */
	public Node node(int index, InetAddress... bind) {
		Node node = node(index);
		return new Node(node.name(), node.key(), node.home(), List.of(bind), node.endpoints(), genesis);
	}

	public Node outsider() {
		return node("outsider", NodeKey.generate(), endpoints.getFirst());
	}

	/** One that listens, at a port of loopback. */
	public Node outsider(int port) {
		return node("outsider", NodeKey.generate(), new Endpoints(List.of("127.0.0.1"), port, 1, 1, 1, 1));
	}

	private Node node(String name, NodeKey key, Endpoints reachedAt) {
		return new Node(name, key, Path.of("target", "homes", key.id().hex()),
				List.of(InetAddress.getLoopbackAddress()), reachedAt, genesis);
	}

	/** A leaf for a node, issued by the root. */
	public CertificateChain issue(PublicKey key, NodeId id) {
		return new CertificateChain(List.of(sign("leaf", key, "test root", false, List
			.of(new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://" + ZONE + "/node/" + id.hex())))));
	}

	/** An offer that issues from this root and rejects everything else. */
	public CertificateProvider issuer() {
		return new CertificateProvider() {

			@Override
			public CompletionStage<CertificateChain> certificate(CertificateRequest request) {
				return CompletableFuture.completedFuture(issue(request.keys().getPublic(), request.node()));
			}

			@Override
			public CompletionStage<Verdict> validate(CertificateChain chain, Purpose purpose, NodeId subject) {
				try {
					chain.leaf().verify(root.getPublicKey());
					return CompletableFuture.completedFuture(Verdict.accepted());
				}
				catch (GeneralSecurityException foreign) {
					return CompletableFuture.completedFuture(Verdict.rejected("not issued by the test root"));
				}
			}

		};
	}

	/** Judges as {@link #issuer} does, but has nothing to give. */
	public CertificateProvider judge() {
		CertificateProvider issuer = issuer();
		return new CertificateProvider() {

			@Override
			public CompletionStage<CertificateChain> certificate(CertificateRequest request) {
				return CompletableFuture
					.failedFuture(new UnavailableException(request.node().brief() + " is not in the genesis roster"));
			}

			@Override
			public CompletionStage<Verdict> validate(CertificateChain chain, Purpose purpose, NodeId subject) {
				return issuer.validate(chain, purpose, subject);
			}

		};
	}

	public static KeyPair keys() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
			generator.initialize(256);
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	private X509Certificate sign(String subject, PublicKey key, String issuer, boolean authority,
			List<GeneralName> names) {
		Instant now = Instant.now();
		try {
			JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(new X500Name("CN=" + issuer),
					BigInteger.valueOf(System.nanoTime()), Date.from(now.minusSeconds(60)), Date.from(now.plus(LIFE)),
					new X500Name("CN=" + subject), key);
			builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
			builder.addExtension(Extension.keyUsage, true,
					new KeyUsage(authority ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
			if (!authority) {
				builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(
						new KeyPurposeId[] { KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth }));
				builder.addExtension(Extension.subjectAlternativeName, false,
						new GeneralNames(names.toArray(GeneralName[]::new)));
			}
			return new JcaX509CertificateConverter().getCertificate(
					builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(rootKeys.getPrivate())));
		}
		catch (Exception unexpected) {
			throw new IllegalStateException(unexpected);
		}
	}

	private static byte[] encoded(X509Certificate certificate) {
		try {
			return certificate.getEncoded();
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

}
