package org.web3ecosystem.bootstrap.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.web3ecosystem.bootstrap.seat.SeatLimits;
import org.web3ecosystem.bootstrap.seat.SeatName;
import org.web3ecosystem.spi.SettingException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SeatPropertiesTests {

	private static final String PREFIX = "web3.bootstrap.seats.";

	@Test
	void whoSaysNothingGetsTheStandardLimits() {
		assertThat(bind(Map.of()).toLimits()).isEqualTo(SeatLimits.standard());
	}

	@Test
	void eachSeatHasItsOwn() {
		SeatLimits limits = bind(Map.of(PREFIX + "discovery.attempts", "3", PREFIX + "discovery.breaker.open", "20s",
				PREFIX + "consensus.calls-at-once", "7", PREFIX + "certificates.question-limit", "2s"))
			.toLimits();
		assertThat(limits.of(SeatName.DISCOVERY).attempts()).isEqualTo(3);
		assertThat(limits.of(SeatName.DISCOVERY).breaker().open()).hasSeconds(20);
		assertThat(limits.of(SeatName.CONSENSUS).atOnce()).isEqualTo(7);
		assertThat(limits.of(SeatName.CERTIFICATES).question()).hasSeconds(2);
		assertThat(limits.of(SeatName.CERTIFICATES).attempts()).isEqualTo(1);
		assertThat(limits.of(SeatName.TRANSPORT)).isEqualTo(SeatLimits.standard().of(SeatName.TRANSPORT));
	}

	@ParameterizedTest
	@CsvSource({ "discovery.question-limit,5s,'100ms to 4s, not 5s'", "consensus.question-limit,31s,'31s'",
			"certificates.work-limit,0s,'1s to 5m, not 0s'", "discovery.attempts,6,'1 to 5, not 6'",
			"discovery.backoff.longest-wait,100ms,'not 100ms'", "consensus.breaker.percent,0,'1 to 100, not 0'",
			"transport.grace,11s,'0s to 10s, not 11s'", "transport.calls-at-once,0,'1 to 1000000, not 0'",
			"certificates.breaker.trials,101,'1 to 100, not 101'" })
	void aValueThatCannotBeIsRefusedByItsName(String name, String value, String rule) {
		assertThatThrownBy(() -> bind(Map.of(PREFIX + name, value))).hasRootCauseInstanceOf(SettingException.class)
			.rootCause()
			.hasMessageStartingWith(PREFIX + name + " is ")
			.hasMessageContaining(rule);
	}

	private static SeatProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("web3.bootstrap.seats",
				SeatProperties.class);
	}

}
