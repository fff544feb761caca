package org.web3ecosystem.platform.client;

import java.io.IOException;
import java.net.ConnectException;
import java.security.cert.CertPathValidatorException;

import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.platform.command.RefusedException;

import static org.assertj.core.api.Assertions.assertThat;

class UnreachedTests {

	private static final String NODE = "https://127.0.0.1:8443";

	private static IOException handshake(Throwable cause) {
		SSLHandshakeException failed = new SSLHandshakeException("(certificate_unknown) PKIX path validation failed");
		failed.initCause(cause);
		return failed;
	}

	@Test
	void aWrongGenesisDocumentIsNotANodeThatIsDown() {
		IOException failure = handshake(new RuntimeException(new CertPathValidatorException("no anchor")));

		RefusedException refused = Unreached.of(NODE, failure);

		assertThat(refused).hasMessageStartingWith(NODE + " is of another federation");
		assertThat(refused.remedy()).contains("genesis document");
		assertThat(Unreached.foreign(NODE, new RuntimeException(failure))).isPresent();
	}

	@Test
	void whereNobodyListensTheNodeIsToBeStarted() {
		RefusedException refused = Unreached.of(NODE, new IOException(new ConnectException()));

		assertThat(refused).hasMessage("nobody listens at " + NODE);
		assertThat(refused.remedy()).contains("start the node");
		assertThat(Unreached.foreign(NODE, new ConnectException())).isEmpty();
	}

	@Test
	void aRefusedCertificateIsTheOperators() {
		assertThat(Unreached.of(NODE, handshake(new IOException("certificate_expired"))).remedy())
			.contains("certificate shown");
	}

	@Test
	void aFailureWithoutWordsHasItsName() {
		assertThat(Unreached.of(NODE, new java.io.EOFException())).hasMessage("no answer from " + NODE + ": eof");
	}

}
