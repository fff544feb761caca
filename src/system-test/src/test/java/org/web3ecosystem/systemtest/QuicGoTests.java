package org.web3ecosystem.systemtest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.OneProcess;
import org.web3ecosystem.systemtest.harness.QuicGo;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * STOQ as quic-go and Go's own TLS see it. Both sides sign what they exported from the
 * session, so a HELLO that is understood shows that they exported the same. The table is
 * changed to let a peer in that has no Falcon.
 */
@SystemTest
class QuicGoTests {

	/** RFC 9001 section 4.8: 0x100 + alert. */
	private static final int CERTIFICATE_REQUIRED = 0x100 + 116;

	private static final int NO_APPLICATION_PROTOCOL = 0x100 + 120;

	private TestFederation federation;

	private TestNode node1;

	private TestNode node4;

	@BeforeAll
	@SuppressWarnings("NullAway.Init")
	void walkToPhase3() {
		federation = new OneProcess(Scratch.directory(getClass()), "--web3.phases.phase-3.falcon=optional");
		federation.start();
		federation.awaitPhase(3);
		node1 = federation.node(1);
		node4 = federation.node(4);
	}

	@AfterAll
	void stop() {
		federation.close();
	}

	@Test
	void aNodeIsAdmittedAndAnswered() {
		String id = node1.bootstrap().orElseThrow().path("node").asString();
		assertThat(QuicGo.asNode(node4, node1)).isEqualTo("admitted by " + id + ", ping answered");
	}

	@Test
	void withoutACertificateTlsEnds() {
		assertThat(QuicGo.run(node1, "-no-certificate"))
			.isEqualTo("ended with transport error " + CERTIFICATE_REQUIRED);
	}

	@Test
	void withAnotherProtocolTlsEnds() {
		assertThat(QuicGo.run(node1, "-alpn=h3")).isEqualTo("ended with transport error " + NO_APPLICATION_PROTOCOL);
	}

	@Test
	void aSelfSignedCertificateIsRefusedInASignedAnswer() {
		assertThat(QuicGo.run(node1)).startsWith("refused as provisional by ");
	}

	@Test
	void theCertificateOfAnotherNodeIsRefused() {
		assertThat(QuicGo.run(node1, QuicGo.identityOf(federation.node(3)), QuicGo.nodeKeyOf(node4)))
			.startsWith("refused as certificate by ");
	}

	@Test
	void aHelloForAnotherFederationIsRefusedByNobodyInParticular() {
		assertThat(
				QuicGo.run(node1, "-chain=other-0123456789abcdef", QuicGo.identityOf(node4), QuicGo.nodeKeyOf(node4)))
			.startsWith("refused as hello by nobody");
	}

}
