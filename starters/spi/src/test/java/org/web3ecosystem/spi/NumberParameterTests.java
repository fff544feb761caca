package org.web3ecosystem.spi;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NumberParameterTests {

	private final NumberParameter limit = new NumberParameter("limit", 100, 1, 1_000);

	@Test
	void oneNumberWithinTheLimitsIsRead() {
		assertThat(limit.in(List.of())).isEqualTo(100);
		assertThat(limit.in(List.of("1"))).isEqualTo(1);
		assertThat(limit.in(List.of("1000"))).isEqualTo(1_000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0", "1001", "-1", "+1", "1.0", " 1", "0x1", "\u0661", "9223372036854775808", "1e3" })
	void everythingElseIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> limit.in(List.of(text)))
			.withMessage("parameter 'limit' is one number from 1 to 1000");
	}

	@Test
	void twoNumbersAreNone() {
		assertThatIllegalArgumentException().isThrownBy(() -> limit.in(List.of("1", "1")));
	}

}
