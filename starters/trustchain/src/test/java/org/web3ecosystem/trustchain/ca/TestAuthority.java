package org.web3ecosystem.trustchain.ca;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.ct.TransparencyLog;

/** A validator's authority over its own log, without the component around it. */
public final class TestAuthority implements AutoCloseable {

	private final Node node;

	private final TransparencyLog log;

	private final Authority authority;

	public TestAuthority(Node node, InstantSource clock) {
		this(node, clock, intermediate -> false);
	}

	/** One that may be tainted. */
	public TestAuthority(Node node, InstantSource clock, Predicate<X509Certificate> tainted) {
		this.node = node;
		Path directory = node.home().resolve("trustchain");
		this.log = TransparencyLog.open(directory.resolve("log"),
				node.name() + ".node." + node.genesis().zone() + "/log", clock);
		this.authority = new Authority(Generation.load(directory), node.genesis().federation(), node.genesis().zone(),
				Publication.at(node.endpoints()), log, Duration.ofHours(24), clock, logged -> {
				}, tainted, key -> false);
	}

	private TestAuthority(Node node, Authority authority, TransparencyLog log) {
		this.node = node;
		this.authority = authority;
		this.log = log;
	}

	/** Someone else's authority and log, to issue with as conveniently. */
	public static TestAuthority of(Node node, Authority authority, TransparencyLog log) {
		return new TestAuthority(node, authority, log);
	}

	public Authority authority() {
		return authority;
	}

	public Node node() {
		return node;
	}

	public TransparencyLog log() {
		return log;
	}

	public CertificateChain issue(KeyPair keys, Purpose purpose, NodeId id, String name, String... names) {
		SigningRequest csr = SigningRequest.parse(SigningRequest.create(keys, List.of()));
		return authority.issue(new Order(csr, purpose, id, name, List.of(names))).toCompletableFuture().join();
	}

	/** The node's own leaf for a purpose. */
	public CertificateChain issue(Purpose purpose) {
		String own = node.name() + ".node." + node.genesis().zone();
		return switch (purpose) {
			case NODE -> issue(keys(), purpose, node.id(), node.name(), own);
			case SERVER -> issue(keys(), purpose, node.id(), node.name(), own, "localhost", "127.0.0.1");
			case OPERATOR -> operator(node.key(), Instant.now());
		};
	}

	/** A leaf for the operator of a node, with that node's word of {@code at}. */
	public CertificateChain operator(NodeKey of, Instant at) {
		SigningRequest csr = SigningRequest.parse(SigningRequest.forOperator(keys(), of, node.genesis().zone(), at));
		return authority.issue(new Order(csr, Purpose.OPERATOR, of.id(), "node", List.of()))
			.toCompletableFuture()
			.join();
	}

	Issuer issuer(String name) {
		return Issuer.load(node.home().resolve("trustchain"), name);
	}

	public static KeyPair keys() {
		return keys("EC", new ECGenParameterSpec("secp256r1"));
	}

	public static KeyPair keys(String algorithm, AlgorithmParameterSpec parameters) {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
			generator.initialize(parameters);
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	@Override
	public void close() {
		log.close();
	}

}
