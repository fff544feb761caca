package org.web3ecosystem.platform.edge;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class OriginsTests {

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "localhost:8080", "LOCALHOST", "127.0.0.1:8080", "[::1]:8443", "[::1]",
			"node1.node.local.internal:8443" })
	void aNameThatIsOursIsLocal(String host) {
		assertThat(Origins.isOwnName(host, "local.internal")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example",
			"evil-local.internal", "xlocal.internal", "127.0.0.1:8080:80", "node1.node.local.internal.evil.example" })
	void aNameThatSomebodyElsesDnsMayPointHereIsNot(String host) {
		assertThat(Origins.isOwnName(host, "local.internal")).isFalse();
	}

}
