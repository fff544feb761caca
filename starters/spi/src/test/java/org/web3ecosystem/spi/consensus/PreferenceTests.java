package org.web3ecosystem.spi.consensus;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PreferenceTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "respond-async | 10", "Respond-Async | 10", "respond-async, wait=5 | 5",
			"wait = 5 , respond-async; x=\"y\" | 5", "respond-async, wait=0 | 0", "respond-async, wait=100000 | 30",
			"respond-async, wait=3, wait=4 | 3", "respond-async, wait=soon | 10",
			"respond-async, wait=99999999999999999999 | 10", "return=minimal, respond-async | 10" })
	void whoPrefersNotToWaitIsUnderstood(String prefer, long seconds) {
		assertThat(Preference.of(List.of(prefer))).hasValue(new Preference(Duration.ofSeconds(seconds)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "wait=5", "respond-asynchronously", "x=respond-async", ";respond-async" })
	void whoDoesNotSayItWaits(String prefer) {
		assertThat(Preference.of(List.of(prefer))).isEmpty();
	}

	@org.junit.jupiter.api.Test
	void fieldsAreReadTogetherAndNoMoreThanAre() {
		assertThat(Preference.of(List.of("wait=2", "respond-async"))).hasValue(new Preference(Duration.ofSeconds(2)));
		assertThat(Preference.of(List.of("respond-async", "x".repeat(2_000)))).isEmpty();
		assertThat(Preference.of(List.of())).isEmpty();
	}

}
