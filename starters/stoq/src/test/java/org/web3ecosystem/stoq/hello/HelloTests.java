package org.web3ecosystem.stoq.hello;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.stoq.TestFederation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HelloTests {

	private static final ChainId CHAIN = new ChainId("test-0123456789abcdef");

	private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);

	private final X509Certificate client = new TestFederation(1).root();

	private final X509Certificate server = new TestFederation(1).root();

	private final byte[] exporter = new byte[32];

	private final NodeKey key = NodeKey.generate();

	private final Binding binding = Binding.of(CHAIN, Epoch.GENESIS, client, server, exporter);

	private final Hello hello = Hello.sign(key, binding, Role.CLIENT, NOW);

	@Test
	void saysWhoSignedIt() {
		assertThat(hello.verify(binding, Role.CLIENT)).isEqualTo(key.id());
		assertThat(Hello.decode(hello.toCbor().encode()).verify(binding, Role.CLIENT)).isEqualTo(key.id());
	}

	@Test
	void isGoodForItsSessionOnly() {
		byte[] otherSession = new byte[32];
		otherSession[0] = 1;
		assertRefused(Binding.of(CHAIN, Epoch.GENESIS, client, server, otherSession), Role.CLIENT);
		assertRefused(Binding.of(CHAIN, Epoch.GENESIS, server, client, exporter), Role.CLIENT);
		assertRefused(binding, Role.SERVER);
	}

	@Test
	void isGoodForItsFederationAndEpochOnly() {
		assertRefused(Binding.of(new ChainId("other-0123456789abcdef"), Epoch.GENESIS, client, server, exporter),
				Role.CLIENT);
		assertRefused(Binding.of(CHAIN, Epoch.GENESIS.next(), client, server, exporter), Role.CLIENT);
	}

	@Test
	void cannotBeClaimedByAnotherKey() {
		Hello stolen = new Hello(CHAIN, Epoch.GENESIS, NodeKey.generate().publicKey(), NOW, hello.signature(), null);
		assertThatThrownBy(() -> stolen.verify(binding, Role.CLIENT)).isInstanceOf(RefusedHelloException.class);
	}

	@Test
	void itsTimeIsSignedToo() {
		Hello moved = new Hello(CHAIN, Epoch.GENESIS, key.publicKey(), NOW.plusSeconds(3600), hello.signature(), null);
		assertThatThrownBy(() -> moved.verify(binding, Role.CLIENT)).isInstanceOf(RefusedHelloException.class);
		assertThat(Hello.decode(hello.toCbor().encode()).time()).isEqualTo(NOW);
	}

	@Test
	void refusesWhatIsNoHello() {
		assertThatThrownBy(() -> Hello.decode(new byte[0])).isInstanceOf(RefusedHelloException.class);
		assertThatThrownBy(() -> Hello.decode(Cbor.struct(Map.entry("version", Cbor.of(2))).encode()))
			.isInstanceOf(RefusedHelloException.class)
			.hasMessageContaining("version 2");
		byte[] encoded = hello.toCbor().encode();
		for (int length = 0; length < encoded.length; length++) {
			byte[] truncated = Arrays.copyOf(encoded, length);
			assertThatThrownBy(() -> Hello.decode(truncated)).isInstanceOf(RefusedHelloException.class);
		}
	}

	private void assertRefused(Binding other, Role role) {
		assertThatThrownBy(() -> hello.verify(other, role)).isInstanceOf(RefusedHelloException.class);
	}

}
