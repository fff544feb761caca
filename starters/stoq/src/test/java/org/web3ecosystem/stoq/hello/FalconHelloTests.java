package org.web3ecosystem.stoq.hello;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.transport.FalconDemand;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.falcon.Falcon;
import org.web3ecosystem.stoq.falcon.FalconAlgorithm;
import org.web3ecosystem.stoq.falcon.FalconFinding;
import org.web3ecosystem.stoq.wire.FrameType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A Falcon signature is good for the HELLO and the session it was made for. */
class FalconHelloTests {

	private final TestFederation federation = new TestFederation(2);

	private final CertificateChain client = leaf(0);

	private final CertificateChain server = leaf(1);

	private final Session dialled = new Session(client, server, exporter(1));

	private final Session heard = new Session(server, client, exporter(1));

	private final Self dialler = self(0, FalconAlgorithm.FALCON_512, FalconDemand.OPTIONAL);

	private final Self listener = self(1, FalconAlgorithm.FALCON_512, FalconDemand.REQUIRED);

	private final Hello hello = dialler.hello(dialled, Role.CLIENT);

	@Test
	void isVerifiedByTheOtherSideOfTheSession() {
		assertThat(look(hello, heard)).isEqualTo(FalconFinding.VERIFIED);
		assertThat(listener.refusal(FalconFinding.VERIFIED)).isEmpty();
		Hello answer = listener.hello(heard, Role.SERVER);
		assertThat(dialler.look(answer, dialled, Role.CLIENT)).isEqualTo(FalconFinding.VERIFIED);
	}

	@ParameterizedTest
	@EnumSource(FalconAlgorithm.class)
	void fitsIntoAFrame(FalconAlgorithm algorithm) {
		Self sender = self(0, algorithm, FalconDemand.OPTIONAL);
		byte[] encoded = sender.hello(dialled, Role.CLIENT).toCbor().encode();
		assertThat(encoded.length).isLessThan(FrameType.HELLO.maxBody());
		assertThat(look(Hello.decode(encoded), heard)).isEqualTo(FalconFinding.VERIFIED);
	}

	/** So large as an issuer's key on P-256 makes them. */
	@Test
	void fitsIntoTheFrameOfABuildFromBeforeStaplesWithOne() {
		Hello largest = self(0, FalconAlgorithm.FALCON_1024, FalconDemand.OPTIONAL).hello(dialled, Role.CLIENT,
				Features.OURS, false);
		assertThat(largest.with(new byte[450]).toCbor().encode().length).isLessThan(4096);
	}

	@Test
	void coversTheStaple() {
		Hello stapled = hello.bare().with(new byte[] { 1 });
		Hello signed = stapled
			.with(dialler.falcon().sign(stapled.falconStatement(binding(), Role.CLIENT)).orElseThrow());
		assertThat(look(Hello.decode(signed.toCbor().encode()), heard)).isEqualTo(FalconFinding.VERIFIED);
		assertThat(look(signed.with(new byte[] { 2 }), heard)).isEqualTo(FalconFinding.WRONG);
	}

	private Binding binding() {
		return dialled.binding(federation.genesis().chainId(), Epoch.GENESIS, Role.CLIENT);
	}

	@Test
	void aStrippedOneIsMissingAndRefusedWhereRequired() {
		Hello stripped = hello.bare();
		assertThat(listener.verify(stripped, heard, Role.SERVER)).isEqualTo(federation.node(0).id());
		assertThat(look(stripped, heard)).isEqualTo(FalconFinding.MISSING);
		assertThat(listener.refusal(FalconFinding.MISSING)).hasValueSatisfying(refusal -> {
			assertThat(refusal.code()).isEqualTo(Refusal.Code.FALCON);
			assertThat(refusal.reason()).contains("missing");
		});
		assertThat(dialler.refusal(FalconFinding.MISSING)).isEmpty();
	}

	@Test
	void oneReplayedFromAnotherConnectionIsWrong() {
		Hello other = dialler.hello(new Session(client, server, exporter(2)), Role.CLIENT);
		assertThat(look(transplant(other), heard)).isEqualTo(FalconFinding.WRONG);
		assertThat(look(hello, new Session(server, client, exporter(2)))).isEqualTo(FalconFinding.WRONG);
		assertThat(look(other, new Session(server, client, exporter(2)))).isEqualTo(FalconFinding.VERIFIED);
	}

	@Test
	void oneMadeForAnotherLeafOnEitherSideIsWrong() {
		assertThat(look(hello, new Session(server, leaf(0), exporter(1)))).isEqualTo(FalconFinding.WRONG);
		assertThat(look(hello, new Session(leaf(1), client, exporter(1)))).isEqualTo(FalconFinding.WRONG);
		assertThat(look(transplant(dialler.hello(new Session(leaf(0), server, exporter(1)), Role.CLIENT)), heard))
			.isEqualTo(FalconFinding.WRONG);
		assertThat(look(transplant(dialler.hello(new Session(client, leaf(1), exporter(1)), Role.CLIENT)), heard))
			.isEqualTo(FalconFinding.WRONG);
	}

	@Test
	void oneMadeInTheOtherRoleIsWrong() {
		assertThat(look(transplant(dialler.hello(dialled, Role.SERVER)), heard)).isEqualTo(FalconFinding.WRONG);
		Session turned = new Session(client, server, exporter(1));
		assertThat(listener.look(hello, turned, Role.CLIENT)).isEqualTo(FalconFinding.WRONG);
	}

	@Test
	void oneOfAnotherNodeIsWrong() {
		Self impostor = self(1, FalconAlgorithm.FALCON_512, FalconDemand.OPTIONAL);
		assertThat(look(transplant(impostor.hello(dialled, Role.CLIENT)), heard)).isEqualTo(FalconFinding.WRONG);
	}

	@Test
	void oneMadeForAHelloThatSaysSomethingElseIsWrong() {
		Hello later = new Hello(hello.chainId(), hello.epoch(), hello.nodeKey(), hello.time().plusMillis(1),
				hello.signature(), hello.falcon());
		assertThat(look(later, heard)).isEqualTo(FalconFinding.WRONG);
	}

	@Test
	void aBrokenOneIsNoHello() {
		LinkedHashMap<String, Cbor> entries = new LinkedHashMap<>(hello.toCbor().entries());
		entries.put("falcon", Cbor.of(new byte[3000]));
		assertThatThrownBy(() -> Hello.decode(new Cbor.Struct(entries).encode()))
			.isInstanceOf(RefusedHelloException.class);
		entries.put("falcon", Cbor.struct());
		assertThatThrownBy(() -> Hello.decode(new Cbor.Struct(entries).encode()))
			.isInstanceOf(RefusedHelloException.class);
		entries.put("falcon", Cbor.of(new byte[5000]));
		assertThatThrownBy(() -> Hello.decode(new Cbor.Struct(entries).encode()))
			.isInstanceOf(RefusedHelloException.class);
	}

	@Test
	void aRefusalNamesItsAuthorWithoutAFalconSignature() {
		Refusal refusal = listener.refusal(FalconFinding.WRONG).orElseThrow().by(listener.hello(heard, Role.SERVER));
		Refusal read = Refusal.decode(refusal.toCbor().encode());
		assertThat(read.code()).isEqualTo(Refusal.Code.FALCON);
		assertThat(dialler.verify(Hello.decode(read.by()), dialled, Role.CLIENT)).isEqualTo(federation.node(1).id());
		assertThat(Hello.decode(read.by()).falcon()).isNull();
	}

	/** The genuine HELLO with the Falcon signature of another. */
	private Hello transplant(Hello other) {
		return new Hello(hello.chainId(), hello.epoch(), hello.nodeKey(), hello.time(), hello.signature(),
				other.falcon());
	}

	private FalconFinding look(Hello shown, Session session) {
		return listener.look(shown, session, Role.SERVER);
	}

	private CertificateChain leaf(int index) {
		return federation.issue(TestFederation.keys().getPublic(), federation.node(index).id());
	}

	private Self self(int index, FalconAlgorithm algorithm, FalconDemand demand) {
		Node node = federation.node(index);
		Falcon falcon = new Falcon(node.home(), node.key(), algorithm, new SecureRandom());
		falcon.demand(demand);
		// one instant for all, so that nothing but what a test changes differs
		InstantSource still = InstantSource.fixed(Instant.ofEpochMilli(1_700_000_000_000L));
		return new Self(node, Epoch.GENESIS, new PeerClocks(node, still), falcon);
	}

	private static byte[] exporter(int seed) {
		byte[] exporter = new byte[32];
		exporter[0] = (byte) seed;
		return exporter;
	}

}
