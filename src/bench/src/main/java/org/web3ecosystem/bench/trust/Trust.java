package org.web3ecosystem.bench.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.ca.Authority;
import org.web3ecosystem.trustchain.ca.Generation;
import org.web3ecosystem.trustchain.ca.Order;
import org.web3ecosystem.trustchain.ca.Pem;
import org.web3ecosystem.trustchain.ca.Publication;
import org.web3ecosystem.trustchain.ca.RootCeremony;
import org.web3ecosystem.trustchain.ca.SigningRequest;
import org.web3ecosystem.trustchain.ct.TransparencyLog;

/**
 * An authority and its log on disk, as a validator has them, and requests of a node.
 *
 * @param root of the federation
 * @param authority issues
 * @param log of everything issued
 * @param node whom leaves are for
 * @param requests PKCS#10, each with another key
 */
record Trust(X509Certificate root, Authority authority, TransparencyLog log, NodeKey node,
		List<byte[]> requests) implements AutoCloseable {

	static final String ZONE = "bench.internal";

	private static final int REQUESTS = 256;

	private static final String NAME = "node1";

	static Trust found(Path home) throws IOException, GeneralSecurityException {
		NodeKey node = NodeKey.generate();
		Endpoints endpoints = new Endpoints(List.of("127.0.0.1"), 9292, 9293, 9294, 8080, 8443);
		X509Certificate root;
		try (RootCeremony ceremony = RootCeremony.begin("bench", ZONE, Instant.now())) {
			ceremony.equip(home, NAME, node.id(), endpoints);
			root = Pem.certificate(ceremony.root());
		}
		Path directory = home.resolve("trustchain");
		TransparencyLog log = TransparencyLog.open(directory.resolve("log"), NAME + ".node." + ZONE + "/log");
		Authority authority = new Authority(Generation.load(directory), "bench", ZONE, Publication.at(endpoints), log,
				Duration.ofHours(24), InstantSource.system(), logged -> {
				}, intermediate -> false, key -> false);
		List<byte[]> requests = new ArrayList<>();
		for (int i = 0; i < REQUESTS; i++) {
			requests.add(SigningRequest.create(keys(), List.of()));
		}
		return new Trust(root, authority, log, node, requests);
	}

	static KeyPair keys() throws GeneralSecurityException {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
		generator.initialize(new ECGenParameterSpec("secp256r1"));
		return generator.generateKeyPair();
	}

	/** As a request comes in: its signature is verified here. */
	CompletionStage<CertificateChain> issue(int number) {
		SigningRequest request = SigningRequest.parse(requests.get(number % requests.size()));
		return authority.issue(new Order(request, Purpose.NODE, node.id(), NAME, List.of(NAME + ".node." + ZONE)));
	}

	@Override
	public void close() {
		log.close();
	}

}
