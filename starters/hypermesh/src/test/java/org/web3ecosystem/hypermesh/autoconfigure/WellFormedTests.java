package org.web3ecosystem.hypermesh.autoconfigure;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class WellFormedTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "key=a%2Fb+c", "key=%C3%A9", "key=%F0%9F%98%80", "key=%EF%BF%BD", "key=%25" })
	void utf8IsRead(String raw) {
		assertThat(WellFormed.isUtf8(raw)).isTrue();
	}

	/** Overlong forms and surrogates are none either. */
	@ParameterizedTest
	@ValueSource(strings = { "key=%ff%fe", "key=%C3", "key=%C3%28", "key=%C0%AF", "key=%ED%A0%80", "key=%F4%90%80%80",
			"key=%", "key=%4", "key=%zz" })
	void anythingElseIsNot(String raw) {
		assertThat(WellFormed.isUtf8(raw)).isFalse();
	}

}
