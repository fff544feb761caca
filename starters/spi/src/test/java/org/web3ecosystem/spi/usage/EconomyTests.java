package org.web3ecosystem.spi.usage;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.usage.Economy.Request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EconomyTests {

	private static Stream<Request> requests() {
		return Stream.of(new Request.Charge(0, "r"), new Request.Charge(Long.MAX_VALUE, "r".repeat(64)),
				new Request.Served(new NodeId("ab".repeat(32)), 1L << 40, "blob"));
	}

	@ParameterizedTest
	@MethodSource("requests")
	void whatIsAskedIsRead(Request request) {
		assertThat(Request.decode(request.encode())).isEqualTo(request);
	}

	@ParameterizedTest
	@MethodSource("requests")
	void everyTruncationIsRefused(Request request) {
		byte[] encoded = request.encode();
		for (int length = 0; length < encoded.length; length++) {
			byte[] cut = Arrays.copyOf(encoded, length);
			assertThatThrownBy(() -> Request.decode(cut)).isInstanceOf(RuntimeException.class);
		}
	}

	@Test
	void negativeAmountsAndEmptyReferencesAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Request.Charge(-1, "r"));
		assertThatIllegalArgumentException().isThrownBy(() -> new Request.Charge(1, ""));
		byte[] negative = Cbor
			.struct(Map.entry("do", Cbor.of("charge")), Map.entry("amount", Cbor.of(-5)),
					Map.entry("reference", Cbor.of("r")))
			.encode();
		assertThatIllegalArgumentException().isThrownBy(() -> Request.decode(negative));
	}

	@Test
	void anotherWishIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Request.decode(Cbor.struct(Map.entry("do", Cbor.of("mint"))).encode()));
	}

}
