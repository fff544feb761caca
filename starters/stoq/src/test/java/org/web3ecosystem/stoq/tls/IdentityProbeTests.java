package org.web3ecosystem.stoq.tls;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.pqc.jcajce.provider.BouncyCastlePQCProvider;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.rpc.OutgoingConnection;
import org.web3ecosystem.stoq.wire.CloseCode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Keys that would end the process if BoringSSL saw them are refused, and the process
 * lives.
 */
class IdentityProbeTests {

	private final TestFederation federation = new TestFederation(2);

	private final KeyPair keys = TestFederation.keys();

	private final CertificateChain chain = federation.issue(keys.getPublic(), federation.node(0).id());

	@Test
	void acceptsAKeyThatBelongsToItsCertificate() {
		assertThat(IdentityProbe.probe(keys, chain, Instant.now())).isInstanceOf(Identity.Current.class);
	}

	@Test
	void refusesGarbage() {
		assertRefused(new Forged("EC", "PKCS#8", new byte[] { 1, 2, 3 }), "cannot be parsed");
	}

	@Test
	void refusesATruncatedKey() {
		byte[] encoded = keys.getPrivate().getEncoded();
		byte[] truncated = Arrays.copyOf(encoded, encoded.length - 7);
		assertRefused(new Forged("EC", "PKCS#8", truncated), "cannot be parsed");
	}

	@Test
	void refusesAKeyThatBelongsToAnotherCertificate() {
		assertRefused(TestFederation.keys().getPrivate(), "does not belong");
	}

	@Test
	void refusesAKeyWithoutEncoding() {
		assertRefused(new Forged("EC", "RAW", new byte[0]), "only EC in PKCS#8");
	}

	@Test
	void refusesOtherAlgorithms() throws Exception {
		assertRefused(generate("ML-DSA-65", null), "only EC in PKCS#8");
		assertRefused(generate("Ed25519", null), "only EC in PKCS#8");
		assertRefused(generate("Falcon-512", new BouncyCastlePQCProvider()), "only EC in PKCS#8");
	}

	@Test
	void refusesACertificateOutsideItsTime() {
		assertThatThrownBy(() -> IdentityProbe.probe(keys, chain, Instant.now().plus(Duration.ofDays(3))))
			.isInstanceOf(UnusableIdentityException.class)
			.hasMessageContaining("not valid");
	}

	@Test
	void whatWasPublishedStaysWhenTheNextOneIsRefused() throws Exception {
		PrivateKey own = keys.getPrivate();
		PrivateKey mlDsa = generate("ML-DSA-65", new BouncyCastleProvider());
		List<PrivateKey> unusable = List.of(new Forged("EC", "PKCS#8", new byte[] { 1, 2, 3 }),
				TestFederation.keys().getPrivate(), generate("Falcon-512", new BouncyCastlePQCProvider()), mlDsa,
				// of another algorithm, but called EC
				new Forged("EC", "PKCS#8", mlDsa.getEncoded()),
				new Forged("EC", "PKCS#8", generate("Falcon-512", new BouncyCastlePQCProvider()).getEncoded()),
				new Forged("EC", "PKCS#8", Arrays.copyOf(own.getEncoded(), own.getEncoded().length / 2)));
		try (TestNode server = TestNode.issued(federation.node(0), federation).listen();
				TestNode client = TestNode.issued(federation.node(1), federation)) {
			long before = server.keeper.generation().orElseThrow().number();
			for (PrivateKey key : unusable) {
				KeyPair pair = new KeyPair(keys.getPublic(), key);
				assertThatThrownBy(() -> server.keeper.publish(pair, chain)).as(key.getAlgorithm())
					.isInstanceOf(UnusableIdentityException.class);
				assertThat(server.keeper.generation().orElseThrow().number()).isEqualTo(before);
				// a handshake is where a bad key would end the process
				OutgoingConnection made = TestNode.get(client.stoq.outgoing(server.asPeer()));
				assertThat(made.peer()).isEqualTo(server.id());
				made.close(CloseCode.DONE);
			}
		}
	}

	private void assertRefused(PrivateKey key, String why) {
		assertThatThrownBy(() -> IdentityProbe.probe(new KeyPair(keys.getPublic(), key), chain, Instant.now()))
			.isInstanceOf(UnusableIdentityException.class)
			.hasMessageContaining(why);
	}

	private static PrivateKey generate(String algorithm, Provider provider) throws Exception {
		KeyPairGenerator generator = (provider == null) ? KeyPairGenerator.getInstance(algorithm)
				: KeyPairGenerator.getInstance(algorithm, provider);
		return generator.generateKeyPair().getPrivate();
	}

	/** A key that says of itself what it likes. */
	private record Forged(String algorithm, String form, byte[] bytes) implements PrivateKey {

		@Override
		public String getAlgorithm() {
			return algorithm;
		}

		@Override
		public String getFormat() {
			return form;
		}

		@Override
		public byte[] getEncoded() {
			return bytes;
		}

	}

}
