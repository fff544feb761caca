package org.web3ecosystem.platform.edge;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3ecosystem.platform.edge.AccessRules.Client;
import org.web3ecosystem.platform.edge.AccessRules.Decision;
import org.web3ecosystem.platform.edge.AccessRules.Question;

import static org.assertj.core.api.Assertions.assertThat;

class AccessRulesTests {

	private static final boolean HTTP = false;

	private static final boolean HTTPS = true;

	/** method, path, who: anonymous far, anonymous near, stranger near, operator. */
	@ParameterizedTest
	@CsvSource({ "GET, /, G, G, G, G", "GET, /dashboard/board.js, G, G, G, G",
			"GET, /actuator/health/readiness, G, G, G, G", "GET, /actuator/bootstrap, G, G, G, G",
			"GET, /actuator/prometheus, G, G, G, G", "GET, /trustchain/root.pem, G, G, G, G",
			"HEAD, /trustchain/crl, G, G, G, G", "GET, /trustchain/tokens, U, U, F, G",
			"GET, /actuator/sbom, U, U, F, G", "GET, /actuator/env, U, U, F, G", "GET, /actuatorx, U, G, G, G",
			"GET, /trustchainx, U, G, G, G", "GET, /hypermesh/assets, U, G, G, G",
			"OPTIONS, /hypermesh/assets, U, G, G, G", "POST, /hypermesh/assets, U, U, F, G",
			"DELETE, /hypermesh/assets/a, U, U, F, G", "POST, /actuator/bootstrap, U, U, F, G",
			"POST, /trustchain/certificates, U, U, F, G", "POST, /, U, U, F, G", "TRACE, /, U, U, F, G",
			"PATCH, /anything, U, U, F, G" })
	void overHttps(String method, String path, String far, String near, String stranger, String operator) {
		assertThat(List.of(letter(new Question(method, path, HTTPS, false, false, Client.ANONYMOUS)),
				letter(new Question(method, path, HTTPS, true, false, Client.ANONYMOUS)),
				letter(new Question(method, path, HTTPS, true, false, Client.STRANGER)),
				letter(new Question(method, path, HTTPS, false, false, Client.OPERATOR))))
			.containsExactly(far, near, stranger, operator);
	}

	@ParameterizedTest
	@CsvSource({ "GET, /actuator/health, G, G", "GET, /bootstrap/events, G, G", "GET, /trustchain/root.pem, G, G",
			"GET, /hypermesh/assets, F, G", "GET, /actuator/env, F, F", "GET, /trustchain/tokens, F, F",
			"POST, /hypermesh/assets, F, F", "POST, /actuator/bootstrap, F, F" })
	void overHttpNobodyIsAnOperator(String method, String path, String far, String near) {
		assertThat(letter(new Question(method, path, HTTP, false, false, Client.ANONYMOUS))).isEqualTo(far);
		assertThat(letter(new Question(method, path, HTTP, true, false, Client.ANONYMOUS))).isEqualTo(near);
		assertThat(letter(new Question(method, path, HTTP, false, false, Client.OPERATOR))).isEqualTo(far);
	}

	@Test
	void aPageOfAnotherSiteDoesNotWriteWithTheOperatorsCertificate() {
		assertThat(letter(new Question("POST", "/hypermesh/assets", HTTPS, true, true, Client.OPERATOR)))
			.isEqualTo("F");
	}

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

	private static String letter(Question question) {
		return switch (AccessRules.decide(question)) {
			case Decision.Granted() -> "G";
			case Decision.Unauthenticated(String reason) -> "U";
			case Decision.Forbidden(String reason) -> "F";
		};
	}

}
