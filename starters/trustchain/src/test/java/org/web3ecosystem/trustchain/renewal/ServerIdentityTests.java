package org.web3ecosystem.trustchain.renewal;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.trustchain.ca.RootCeremony;

import static org.assertj.core.api.Assertions.assertThat;

class ServerIdentityTests {

	private final ServerIdentity server = new ServerIdentity();

	@Test
	void aHandshakeUnderWayEndsWithTheIdentityItBeganWith() throws Exception {
		IssuedIdentity first = identity();
		server.show(first);
		String begunWith = server.chooseEngineServerAlias("EC", null, null);
		IssuedIdentity second = identity();

		server.show(second);

		assertThat(server.getCertificateChain(begunWith)).containsExactly(first.chain().leaf());
		assertThat(server.getPrivateKey(begunWith)).isEqualTo(first.key());
		String next = server.chooseEngineServerAlias("EC", null, null);
		assertThat(server.getCertificateChain(next)).containsExactly(second.chain().leaf());
		assertThat(server.getPrivateKey(next)).isEqualTo(second.key());
	}

	@Test
	void anIdentityIsForgottenAfterTheNextButOne() throws Exception {
		server.show(identity());
		String first = server.chooseEngineServerAlias("EC", null, null);

		server.show(identity());
		server.show(identity());

		assertThat(server.getPrivateKey(first)).isNull();
	}

	@Test
	void beforeThereIsOneNothingIsShown() {
		assertThat(server.chooseEngineServerAlias("EC", null, null)).isNull();
		assertThat(server.shown()).isEmpty();
	}

	private static IssuedIdentity identity() throws GeneralSecurityException {
		try (RootCeremony ceremony = RootCeremony.begin("local", "local.internal", Instant.now())) {
			X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
				.generateCertificate(new ByteArrayInputStream(ceremony.root()));
			return new IssuedIdentity(KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate(),
					new CertificateChain(List.of(certificate)));
		}
	}

}
