package org.web3ecosystem.catalog.resolve;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Examples of node-semver's documentation and test data. */
class ConstraintTests {

	@ParameterizedTest
	@CsvSource(delimiter = ';', value = { "1.2.3;1.2.3", "=1.2.3;1.2.3", "1.2.3;1.2.3+build", "*;1.2.3", "x;0.0.0",
			">=1.0.0;1.0.0", ">=1.0.0;2.0.0", ">1.0.0;1.0.1", "<=2.0.0;2.0.0", "<2.0.0;1.9999.9999", "<2.0.0;0.2.9",
			">= 1.0.0;1.1.0", "0.1.20 || 1.2.4;1.2.4", ">=0.2.3 || <0.0.1;0.0.0", ">=0.2.3 || <0.0.1;0.2.4",
			"1.0.0 - 2.0.0;1.2.3", "1.2 - 2.3;2.3.9", "1.2 - 2;2.9.9", "1.x;1.99.0", "1.2.x;1.2.3",
			"1.2.x || 2.x;2.1.3", "2;2.1.2", "2.3;2.3.1", "~2.4;2.4.5", "~1;1.9.9", "~1.2.3;1.2.9", "^1.2.3;1.8.1",
			"^0.1.2;0.1.9", "^0.0.3;0.0.3", "^1.2;1.4.2", "^1;1.9.0", "^0;0.9.0", "^0.0;0.0.9", "^0.x;0.7.0",
			">1.2;1.3.0", ">1;2.0.0", "<=1.2;1.2.99", "<1.2;1.1.9", ">=1.2;1.2.0", "<=*;9.0.0", ">=1.2.1 1.2.3;1.2.3",
			">=1.0.0 <2.0.0;1.5.0", "^1.2.3-alpha;1.2.3-pre", "^1.2.3-alpha;1.2.4", "^0.0.1-alpha;0.0.1-beta",
			">=1.2.0-beta;1.2.0-rc.1", "~1.2.1-beta;1.2.1-beta.2", "1.2.3-rc;1.2.3-rc" })
	void allows(String constraint, String version) {
		assertThat(Constraint.parse(constraint).allows(Version.parse(version))).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "1.2.3;1.2.4", "1.0.0 - 2.0.0;2.2.3", "1.2 - 2.3;2.4.0", "^1.2.3;2.0.0", "^1.2.3;1.2.2",
					"^1.2.3;2.0.0-alpha", "^1.2.3;1.3.0-alpha", "^1.2;2.0.0", "^0.1.2;0.2.0", "^0.0.3;0.0.4",
					"^0.0;0.1.0", "^0;1.0.0", "~1.2.3;1.3.0", "~1.2;1.3.0", "~1;2.0.0", "1.x;2.0.0", "1.2.x;1.3.0",
					">1.2;1.2.9", ">1;1.9.9", "<1.2;1.2.0", "<1.2;1.2.0-beta", "<=1.2;1.3.0", ">*;9.9.9", "<*;0.0.0",
					"*;1.0.0-alpha", ">=1.0.0;2.0.0-alpha", ">=1.2.0-beta;1.3.0-rc.1", ">=1.2.0-beta;1.2.0-alpha",
					"<2.0.0;2.0.0-rc", "1.2.3;1.2.3-rc", ">=1.0.0 <2.0.0;2.0.0", "1.0.0 || 3.0.0;2.0.0" })
	void allowsNot(String constraint, String version) {
		assertThat(Constraint.parse(constraint).allows(Version.parse(version))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "||", "1.0.0 ||", "latest", "^", ">>1", "1.2.3.4", "~>1.0", "1.2-beta", "v1",
			"01.2", "1.0.0 -", "!1.0.0", "1,2", ">=1.0.0 && <2" })
	void whatIsNoConstraintIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Constraint.parse(text));
	}

	@Test
	void whatIsTooLongOrTooManyIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Constraint.parse(" ".repeat(257)));
		assertThatIllegalArgumentException().isThrownBy(() -> Constraint.parse("1" + "||1".repeat(16)))
			.withMessageContaining("alternatives");
		assertThatIllegalArgumentException().isThrownBy(() -> Constraint.parse("1" + " 1".repeat(16)))
			.withMessageContaining("bounds");
	}

	@Test
	void onlyAWholeVersionByItselfIsExact() {
		assertThat(Constraint.parse("1.2.3").exact()).contains(Version.parse("1.2.3"));
		assertThat(Constraint.parse("=1.2.3-rc").exact()).contains(Version.parse("1.2.3-rc"));
		assertThat(Constraint.parse("1.2").exact()).isEmpty();
		assertThat(Constraint.parse("^1.2.3").exact()).isEmpty();
		assertThat(Constraint.parse("1.2.3 || 1.2.4").exact()).isEmpty();
	}

}
