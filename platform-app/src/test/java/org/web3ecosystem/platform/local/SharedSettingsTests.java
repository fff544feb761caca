package org.web3ecosystem.platform.local;

import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;
import org.web3ecosystem.spi.SettingException;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SharedSettingsTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void aPortThatAllNodesWouldWantIsRefusedBeforeOneStarts() {
		environment.setProperty("web3.trustchain.dns.tls", "true");
		environment.setProperty("web3.trustchain.dns.tls-port", "12853");
		assertThatThrownBy(() -> SharedSettings.check(environment)).isInstanceOf(SettingException.class)
			.hasMessageContaining("web3.trustchain.dns.tls-port is one port");
	}

	@Test
	void withoutAPortEachNodeHasItsOwn() {
		environment.setProperty("web3.trustchain.dns.tls", "true");
		assertThatCode(() -> SharedSettings.check(environment)).doesNotThrowAnyException();
	}

	@Test
	void aPortThatNobodyHearsDoesNoHarm() {
		environment.setProperty("web3.trustchain.dns.tls-port", "12853");
		assertThatCode(() -> SharedSettings.check(environment)).doesNotThrowAnyException();
	}

}
