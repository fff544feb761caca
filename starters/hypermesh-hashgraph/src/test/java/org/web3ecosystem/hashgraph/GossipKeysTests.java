package org.web3ecosystem.hashgraph;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

import org.hiero.consensus.model.node.KeysAndCerts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class GossipKeysTests {

	@TempDir
	Path one;

	@TempDir
	Path two;

	@Test
	void twoFreshStartsDrawDifferentKeys() throws Exception {
		X509Certificate first = certificate(GossipKeys.create(one, "node1"));
		X509Certificate second = certificate(GossipKeys.create(two, "node1"));

		assertThat(first.getPublicKey()).isNotEqualTo(second.getPublicKey());
		assertThat(Files.readAllBytes(GossipKeys.file(one))).isNotEqualTo(Files.readAllBytes(GossipKeys.file(two)));
	}

	@Test
	void theKeyFileIsForItsOwnerOnly() throws Exception {
		GossipKeys.create(one, "node1");

		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(GossipKeys.file(one))))
			.isEqualTo("rw-------");
		assertThat(one.resolve("hashgraph")).isDirectoryNotContaining(file -> !file.endsWith("gossip.key"));
	}

	@Test
	void aKeyIsNeverOverwritten() {
		GossipKeys.create(one, "node1");

		assertThatIllegalStateException().isThrownBy(() -> GossipKeys.create(one, "node1"))
			.withMessageContaining("drawn once");
	}

	@Test
	void theNextKeyIsDrawnOnceAndComesIntoUseWithItsCertificate() throws Exception {
		X509Certificate before = certificate(GossipKeys.create(one, "node1"));
		byte[] drawn = GossipKeys.createNext(one, "node1");

		assertThat(GossipKeys.createNext(one, "node1")).isEqualTo(drawn);
		assertThat(GossipKeys.load(one, before, new SecureRandom()).sigCert()).isEqualTo(before);
		Files.delete(one.resolve("hashgraph").resolve("gossip.next.crt"));
		X509Certificate next = certificate(GossipKeys.createNext(one, "node1"));
		assertThat(next.getEncoded()).isNotEqualTo(drawn);

		GossipKeys.load(one, next, new SecureRandom());
		assertThatIllegalStateException().isThrownBy(() -> GossipKeys.load(one, before, new SecureRandom()));
		assertThat(certificate(GossipKeys.createNext(one, "node1"))).isNotEqualTo(next);
	}

	@Test
	void theTlsCertificateIsIssuedByTheStoredKeyAndNewAtEveryStart() throws Exception {
		X509Certificate certificate = certificate(GossipKeys.create(one, "node1"));

		KeysAndCerts first = GossipKeys.load(one, certificate, new SecureRandom());
		KeysAndCerts second = GossipKeys.load(one, certificate, new SecureRandom());

		first.agrCert().verify(certificate.getPublicKey());
		assertThat(first.agrCert().getPublicKey()).isNotEqualTo(second.agrCert().getPublicKey());
		assertThat(first.sigKeyPair().getPrivate()).isEqualTo(second.sigKeyPair().getPrivate());
	}

	@Test
	void theKeyOfAnotherFederationIsRefused() throws Exception {
		GossipKeys.create(one, "node1");
		X509Certificate foreign = certificate(GossipKeys.create(two, "node1"));

		assertThatIllegalStateException().isThrownBy(() -> GossipKeys.load(one, foreign, new SecureRandom()))
			.withMessageContaining("another node or federation");
	}

	@Test
	void aTruncatedKeyFileIsRefused() throws Exception {
		X509Certificate certificate = certificate(GossipKeys.create(one, "node1"));
		String pem = Files.readString(GossipKeys.file(one));
		for (int length : new int[] { 0, 10, pem.length() / 2, pem.length() - 1 }) {
			Files.writeString(GossipKeys.file(one), pem.substring(0, length), StandardCharsets.US_ASCII);

			assertThatIllegalStateException().isThrownBy(() -> GossipKeys.load(one, certificate, new SecureRandom()));
		}
	}

	private static X509Certificate certificate(byte[] der) throws CertificateException {
		return (X509Certificate) CertificateFactory.getInstance("X.509")
			.generateCertificate(new ByteArrayInputStream(der));
	}

}
