package org.web3ecosystem.caesar.autoconfigure;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.caesar.ledger.Refusal;
import org.web3ecosystem.spi.RejectedException;

import static org.assertj.core.api.Assertions.assertThat;

class RefusedTests {

	private static String type(String reason) {
		return String.valueOf(Refused.of(new RejectedException(reason)).getBody().getType());
	}

	@Test
	void everyRefusalHasATypeOfItsOwn() {
		assertThat(Arrays.stream(Refusal.values()).map(refusal -> type(refusal.text()))).doesNotHaveDuplicates()
			.allMatch(type -> type.matches("urn:web3:economy:[a-z-]+"));
	}

	@Test
	void itIsTheSameForOneOfSeveral() {
		assertThat(type("operation 12: exceeds credits")).isEqualTo("urn:web3:economy:exceeds-credits");
	}

	@Test
	void whatIsNoneOfThemHasNone() {
		assertThat(type("the bundle was used before")).isIn("about:blank", "null");
	}

}
