package org.web3ecosystem.spi.genesis;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ProtocolsTests {

	@Test
	void bothEndsAreKnownAndWhatIsBetween() {
		Protocols known = new Protocols(10, 12);

		assertThat(known.has(9)).isFalse();
		assertThat(known.has(10)).isTrue();
		assertThat(known.has(12)).isTrue();
		assertThat(known.has(13)).isFalse();
		assertThat(known).hasToString("10 to 12");
		assertThat(new Protocols(10, 10)).hasToString("10");
	}

	@Test
	void softwareMakesFederationsOfRulesThatItKnows() {
		assertThat(Protocols.SPOKEN.has(Genesis.PROTOCOL_VERSION)).isTrue();
	}

	@Test
	void whatIsNoRangeIsNone() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Protocols(0, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> new Protocols(3, 2));
	}

}
