package org.web3ecosystem.stoq.tls;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

import org.bouncycastle.pqc.jcajce.provider.BouncyCastlePQCProvider;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;

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
	void whatWasPublishedStaysWhenTheNextOneIsRefused() {
		try (TestNode server = TestNode.issued(federation.node(0), federation).listen();
				TestNode client = TestNode.issued(federation.node(1), federation)) {
			long before = server.keeper.generation().orElseThrow().number();
			KeyPair garbage = new KeyPair(keys.getPublic(), new Forged("EC", "PKCS#8", new byte[] { 1, 2, 3 }));
			assertThatThrownBy(() -> server.keeper.publish(garbage, chain))
				.isInstanceOf(UnusableIdentityException.class);
			assertThat(server.keeper.generation().orElseThrow().number()).isEqualTo(before);
			assertThat(TestNode.get(client.transport.connect(server.asPeer(), Duration.ofSeconds(10))).peer())
				.isEqualTo(server.id());
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
