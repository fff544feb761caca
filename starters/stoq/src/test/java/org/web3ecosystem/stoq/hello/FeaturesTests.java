package org.web3ecosystem.stoq.hello;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.trust.NodeKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FeaturesTests {

	private final Hello plain = new Hello(new ChainId("test-0000000000000001"), Epoch.GENESIS,
			NodeKey.generate().publicKey(), Instant.EPOCH, new byte[64], null);

	@Test
	void areCarriedByHello() {
		Features both = new Features(List.of("trace", "of-tomorrow"));
		assertThat(Hello.decode(plain.with(both).toCbor().encode()).features()).isEqualTo(both);
	}

	@Test
	void aPeerWithoutFeaturesSeesNone() {
		assertThat(plain.toCbor().entries()).doesNotContainKey("features");
		assertThat(Hello.decode(plain.toCbor().encode()).features()).isEqualTo(Features.NONE);
	}

	@Test
	void onlyWhatBothHaveIsUsed() {
		assertThat(new Features(List.of("trace", "of-tomorrow")).shared(Features.OURS))
			.isEqualTo(new Features(List.of("trace")));
		assertThat(new Features(List.of("of-tomorrow")).shared(Features.OURS)).isEqualTo(Features.NONE);
		assertThat(Features.NONE.shared(Features.OURS).has(Features.TRACE)).isFalse();
	}

	@Test
	void tooManyTooLongAndOtherThingsAreRefused() {
		assertRefused(Cbor.of(Collections.nCopies(17, Cbor.of("a"))));
		assertRefused(Cbor.of(List.of(Cbor.of("a".repeat(33)))));
		assertRefused(Cbor.of(List.of(Cbor.of(""))));
		assertRefused(Cbor.of(List.of(Cbor.of(1))));
		assertRefused(Cbor.of("trace"));
	}

	private void assertRefused(Cbor features) {
		LinkedHashMap<String, Cbor> entries = new LinkedHashMap<>(plain.toCbor().entries());
		entries.put("features", features);
		byte[] body = new Cbor.Struct(entries).encode();
		assertThatThrownBy(() -> Hello.decode(body)).isInstanceOf(RefusedHelloException.class);
	}

}
