package org.web3ecosystem.caesar.usage;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.caesar.usage.Rate.Earned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RateTests {

	@Test
	void lessThanAUnitIsKept() {
		assertThat(new Rate(2, 7).earned(3, 0)).isEqualTo(new Earned(0, 6));
		assertThat(new Rate(2, 7).earned(3, 6)).isEqualTo(new Earned(1, 5));
	}

	@Test
	void theLargestUsageEarnsNoMoreThanThereCanBe() {
		assertThat(new Rate(Long.MAX_VALUE, 1).earned(Long.MAX_VALUE, 0)).isEqualTo(new Earned(Long.MAX_VALUE, 0));
		assertThat(new Rate(0, 5).earned(Long.MAX_VALUE, 4)).isEqualTo(new Earned(0, 4));
	}

	@Test
	void aRateWithoutAMeasureIsNone() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Rate(1, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> new Rate(-1, 1));
	}

}
