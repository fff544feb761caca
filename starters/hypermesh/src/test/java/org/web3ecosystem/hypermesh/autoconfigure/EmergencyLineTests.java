package org.web3ecosystem.hypermesh.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3ecosystem.hypermesh.autoconfigure.Problems.BadRequestException;
import org.web3ecosystem.hypermesh.roster.EmergencyOrder;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EmergencyLineTests {

	@ParameterizedTest
	@ValueSource(strings = { "emergency for 10s", " emergency  for 24h", "emergency for 90m when 1 isolated",
			"emergency over", "emergency never" })
	void whatALineSaysIsWhatIsProposed(String line) {
		EmergencyOrder order = EmergencyLine.parse(line);

		assertThat(EmergencyOrder.fromCbor(order.parts())).isEqualTo(order);
	}

	@Test
	void aRuleIsOrderedForLater() {
		assertThat(EmergencyLine.parse("emergency for 1h when 2 isolated"))
			.isEqualTo(new EmergencyOrder.Arm(Duration.ofHours(1), 2));
	}

	@ParameterizedTest
	@ValueSource(strings = { "emergency", "emergency for 9s", "emergency for 25h", "emergency for 1h when 0 isolated",
			"emergency for 1h when 1001 isolated", "emergency for 99999h", "emergency for ever", "emergency over now" })
	void whatIsNoneIsRefused(String line) {
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> EmergencyLine.parse(line));
	}

	@Test
	void partsThatAreNoOrderAreRefused() {
		for (List<Cbor> parts : List.of(List.<Cbor>of(), List.<Cbor>of(Cbor.of(1)), List.<Cbor>of(Cbor.of("enter")),
				List.<Cbor>of(Cbor.of("enter"), Cbor.of("1h")), List.<Cbor>of(Cbor.of("enter"), Cbor.of(1)),
				List.<Cbor>of(Cbor.of("leave"), Cbor.of(1)),
				List.<Cbor>of(Cbor.of("arm"), Cbor.of(60_000), Cbor.of(1L << 40)), List.<Cbor>of(Cbor.of("else")))) {
			assertThatExceptionOfType(CborException.class).isThrownBy(() -> EmergencyOrder.fromCbor(parts));
		}
	}

}
