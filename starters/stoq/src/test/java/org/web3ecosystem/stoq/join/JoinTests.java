package org.web3ecosystem.stoq.join;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.spi.trust.Admission;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.JoinDoor;
import org.web3ecosystem.spi.trust.JoinRequest;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spitest.Loopback;
import org.web3ecosystem.stoq.Road;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.Tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JoinTests {

	private static final Duration AMPLE = Duration.ofSeconds(10);

	private final TestFederation federation = new TestFederation(2);

	private final AtomicInteger asked = new AtomicInteger();

	private final NodeKey joiner = NodeKey.generate();

	private final JoinRequest request = JoinRequests.of(new byte[] { 1, 2, 3 }, joiner, "node9", TestFederation.keys());

	private TestNode host = start(Limits.DEFAULT, new TestSeat(federation.issuer()));

	@AfterEach
	void close() {
		host.close();
	}

	@Test
	void admitsAJoinerWhoseRequestIsAccepted() throws Exception {
		Admission admission = TestNode.get(join(host.address(), federation.genesis().rootFingerprint()));
		assertThat(admission.zoneName()).isEqualTo("node9.node." + TestFederation.ZONE);
		assertThat(admission.chain().leaf().getSubjectAlternativeNames().toString()).contains(joiner.id().hex());
	}

	@Test
	void theDoorMayBeAtAnIpv6Address() {
		host.close();
		host = start(federation.node(0, Loopback.ipv6()), Limits.DEFAULT, new TestSeat(federation.issuer()));
		assertThat(TestNode.get(join(host.address(), federation.genesis().rootFingerprint())).zoneName())
			.startsWith("node9.");
	}

	@Test
	void findsTheDoorOverTcpWhereUdpIsBlocked() throws Exception {
		try (Road road = new Road(host.address(), true)) {
			assertThat(TestNode.get(join(road.address(), federation.genesis().rootFingerprint())).zoneName())
				.startsWith("node9.");
			assertThat(road.tcpConnections()).isOne();
			assertThat(asked).hasValue(1);
			String other = new TestFederation(1).genesis().rootFingerprint();
			assertThatThrownBy(() -> TestNode.get(join(road.address(), other)))
				.isInstanceOf(TransportException.RefusedIdentity.class);
			assertThat(asked).hasValue(1);
		}
	}

	@Test
	void isNotAskedOverTcpIfItAnswersOverUdp() throws Exception {
		try (Road road = new Road(host.address(), false)) {
			TestNode.get(join(road.address(), federation.genesis().rootFingerprint()));
			assertThat(asked).hasValue(1);
		}
	}

	@Test
	void sendsNoTokenToADoorOfAnotherFederation() {
		String other = new TestFederation(1).genesis().rootFingerprint();
		assertThatThrownBy(() -> TestNode.get(join(host.address(), other)))
			.isInstanceOf(TransportException.RefusedIdentity.class)
			.hasMessageContaining("another federation");
		assertThat(asked).hasValue(0);
	}

	@Test
	void passesTheReasonOfARefusalOn() {
		JoinRequest refused = JoinRequests.of(new byte[] { 9 }, joiner, "node9", TestFederation.keys());
		assertThatThrownBy(() -> TestNode.get(new JoinClient(InstantSource.system()).join(host.address(),
				federation.genesis().rootFingerprint(), refused, AMPLE)))
			.isInstanceOf(RejectedException.class)
			.hasMessage("the token is spent");
		assertThat(host.tally.refusals(Tally.Refusal.JOIN)).isEqualTo(1);
	}

	@Test
	void isAWallWhereNobodyStandsBehindIt() {
		host.close();
		host = TestNode.issued(federation.node(0), federation).listen();
		assertThatThrownBy(() -> TestNode.get(join(host.address(), federation.genesis().rootFingerprint())))
			.isInstanceOf(TransportException.class);
	}

	@Test
	void isAWallBeforeAnIssuedIdentityIsShown() {
		host.close();
		host = start(federation.node(1), Limits.DEFAULT, new TestSeat(TestNode.selfSigned(federation.node(1))));
		assertThatThrownBy(() -> TestNode.get(join(host.address(), federation.genesis().rootFingerprint())))
			.isInstanceOf(TransportException.class);
		assertThat(asked).hasValue(0);
	}

	@Test
	void hearsOnlySoManyPerMinute() {
		host.close();
		Limits one = new Limits(8, 8, 8, AMPLE, AMPLE, AMPLE, AMPLE, AMPLE, 1);
		host = start(one, new TestSeat(federation.issuer()));
		TestNode.get(join(host.address(), federation.genesis().rootFingerprint()));
		assertThatThrownBy(() -> TestNode.get(join(host.address(), federation.genesis().rootFingerprint())))
			.isInstanceOf(TransportException.Overloaded.class);
		assertThat(asked).hasValue(1);
	}

	@Test
	void aMemberKnocksAgainWithItsKeyAlone() throws Exception {
		int port = Loopback.freePort();
		TestFederation here = new TestFederation(1, List.of(port));
		List<JoinRequest> heard = new ArrayList<>();
		JoinDoor door = asking -> {
			heard.add(asking);
			return CompletableFuture.completedFuture(new Admission(here.signedGenesis(),
					here.issue(key(asking.csr()), NodeId.of(NodeKey.decodePublic(asking.nodeKey()))), "any"));
		};
		Node member = here.outsider();
		KeyPair leaf = TestFederation.keys();
		try (TestNode validator = new TestNode(here.node(0), new TestSeat(here.issuer()), Limits.DEFAULT,
				Optional.of(door))
			.start()) {
			TestNode.get(validator.transport.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
					new Inbound(List.of(), List.of())));

			CertificateChain chain = TestNode
				.get(new KnockAgain(member, InstantSource.system(), new Random(1)).renew(leaf));

			assertThat(chain.leaf().getPublicKey()).isEqualTo(leaf.getPublic());
			assertThat(heard).singleElement().satisfies(asked -> {
				assertThat(asked.token()).isEmpty();
				assertThat(asked.nodeKey()).isEqualTo(member.key().publicKey().getEncoded());
			});
		}
	}

	private CompletionStage<Admission> join(InetSocketAddress door, String fingerprint) {
		return new JoinClient(InstantSource.system()).join(door, fingerprint, request, AMPLE);
	}

	private TestNode start(Limits limits, TestSeat seat) {
		return start(federation.node(0), limits, seat);
	}

	private TestNode start(Node node, Limits limits, TestSeat seat) {
		return new TestNode(node, seat, limits, Optional.of(door())).start().listen();
	}

	private JoinDoor door() {
		return asking -> {
			asked.incrementAndGet();
			if (asking.token().length == 1) {
				return CompletableFuture.failedFuture(new RejectedException("the token is spent"));
			}
			NodeId id = NodeId.of(NodeKey.decodePublic(asking.nodeKey()));
			return CompletableFuture.completedFuture(new Admission(federation.signedGenesis(),
					federation.issue(key(asking.csr()), id), asking.name() + ".node." + TestFederation.ZONE));
		};
	}

	private static PublicKey key(byte[] csr) {
		try {
			return new JcaPEMKeyConverter().getPublicKey(new PKCS10CertificationRequest(csr).getSubjectPublicKeyInfo());
		}
		catch (Exception malformed) {
			throw new RejectedException("not a request", malformed);
		}
	}

}
