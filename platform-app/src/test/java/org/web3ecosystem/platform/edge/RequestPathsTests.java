package org.web3ecosystem.platform.edge;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.server.PathContainer;

import static org.assertj.core.api.Assertions.assertThat;

class RequestPathsTests {

	@ParameterizedTest
	@CsvSource({ "/actuator/health, /actuator/health", "/%61ctuator/env, /actuator/env",
			"/actuator/env;x=y, /actuator/env", "/actuator;a=b/env, /actuator/env", "/actuator/env/, /actuator/env",
			"/, /", "/a%20b, /a b", "/trustchain/ocsp/MEQ%2FAA%3D%3D, /trustchain/ocsp",
			"/trustchain/ocsp/MEQ/AA==, /trustchain/ocsp" })
	void aPathIsReadAsTheHandlersReadIt(String raw, String decoded) {
		assertThat(RequestPaths.decoded(PathContainer.parsePath(raw))).contains(decoded);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health/../env", "/actuator/health/%2e%2e/env", "/actuator%2fenv", "/a/./b",
			"/a%5cb", "/a%00b", "/%252e%252e/x", "/a%0ab", "/trustchain/ocsp/..%2Ftokens",
			"/trustchain/ocsp/%2e%2e/tokens", "/trustchain/ocsp/a%2Fb=c", "/trustchain/ocspx/a%2Fb" })
	void aPathThatCouldBeReadInTwoWaysIsNot(String raw) {
		assertThat(RequestPaths.decoded(PathContainer.parsePath(raw))).isEmpty();
	}

}
