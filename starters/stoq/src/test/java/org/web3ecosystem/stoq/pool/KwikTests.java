package org.web3ecosystem.stoq.pool;

import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tech.kwik.core.QuicStream;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.stoq.KwikClient;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.falcon.Falcon;
import org.web3ecosystem.stoq.falcon.FalconAlgorithm;
import org.web3ecosystem.stoq.hello.Hello;
import org.web3ecosystem.stoq.hello.Refusal;
import org.web3ecosystem.stoq.hello.Role;
import org.web3ecosystem.stoq.hello.Self;
import org.web3ecosystem.stoq.hello.Session;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.FrameType;
import org.web3ecosystem.stoq.wire.KeyExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.stoq.KwikClient.hear;
import static org.web3ecosystem.stoq.KwikClient.say;

/** kwik as a node that dials: another QUIC, another TLS, the frames of this project. */
class KwikTests {

	/** RFC 9001 section 4.8: 0x100 + alert. */
	private static final long CERTIFICATE_REQUIRED = 0x100 + 116;

	private final TestFederation federation = new TestFederation(2);

	private final TestNode server = TestNode.issued(federation.node(0), federation).listen();

	private final Node node = federation.node(1);

	private final Self self = TestNode.self(node,
			new Falcon(node.home(), node.key(), FalconAlgorithm.FALCON_512, new SecureRandom()));

	private final KeyPair keys = TestFederation.keys();

	private final CertificateChain chain = federation.issue(keys.getPublic(), node.id());

	@AfterEach
	void close() {
		server.close();
	}

	@Test
	void isAdmittedAndAnswered() throws Exception {
		try (KwikClient kwik = KwikClient.connect(server.address(), keys, chain)) {
			Session session = kwik.session(chain);
			X509Certificate shown = session.peer().leaf();
			shown.verify(federation.root().getPublicKey());
			assertThat(shown.getSubjectAlternativeNames().toString()).contains(server.id().hex());
			QuicStream control = kwik.stream();
			say(control, Frame.of(FrameType.HELLO, self.hello(session, Role.CLIENT).toCbor()));
			// signed over what each side exported
			Hello ack = Hello.decode(hear(control, FrameType.HELLO_ACK.code()));
			assertThat(self.verify(ack, session, Role.CLIENT)).isEqualTo(server.id());
			for (int length : new int[] { 0, 1, 100_000 }) {
				assertEchoes(kwik, length);
			}
			assertThat(server.tally.handshakes(KeyExchange.P256)).isEqualTo(1);
		}
	}

	private static void assertEchoes(KwikClient kwik, int length) throws Exception {
		byte[] body = new byte[length];
		Arrays.fill(body, (byte) 7);
		QuicStream stream = kwik.stream();
		say(stream, Frame.of(FrameType.REQUEST, Cbor.struct(Map.entry("method", Cbor.of("test.echo")),
				Map.entry("deadline", Cbor.of(20_000)), Map.entry("body", Cbor.of(body)))));
		stream.getOutputStream().close();
		assertThat(hear(stream, FrameType.ANSWER.code())).isEqualTo(Cbor.of(body).encode());
		assertThat(stream.getInputStream().read()).as("the end").isEqualTo(-1);
	}

	@Test
	void withAHelloOfAnotherSessionItIsRefused() throws Exception {
		try (KwikClient kwik = KwikClient.connect(server.address(), keys, chain)) {
			Session session = kwik.session(chain);
			Session other = new Session(session.own(), session.peer(), new byte[session.exporter().length]);
			QuicStream control = kwik.stream();
			say(control, Frame.of(FrameType.HELLO, self.hello(other, Role.CLIENT).toCbor()));
			Refusal refusal = Refusal.decode(hear(control, FrameType.HELLO_NACK.code()));
			assertThat(refusal.code()).isEqualTo(Refusal.Code.HELLO);
		}
	}

	@Test
	void aFrameOfNoKnownTypeEndsIt() throws Exception {
		try (KwikClient kwik = KwikClient.connect(server.address(), keys, chain)) {
			kwik.stream().getOutputStream().write(new byte[] { 0, 0, 0, 1, 1, 0, 0x7f, 0x7f, 0 });
			assertThat(kwik.ended().applicationErrorCode()).isEqualTo(CloseCode.UNKNOWN_FRAME.code());
		}
	}

	@Test
	void withoutACertificateItIsRefused() throws Exception {
		assertThat(KwikClient.refusal(server.address()).transportErrorCode()).isEqualTo(CERTIFICATE_REQUIRED);
		assertThat(server.tally.handshakes()).isZero();
	}

}
