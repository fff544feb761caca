package org.web3ecosystem.platform.node;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class NodesTests {

	private static final String OPERATOR = "web3.platform.operator-certificate";

	private final StandardEnvironment environment = new StandardEnvironment();

	@Test
	void whatANodeIsGivenIsStrongerThanAnyFile() {
		environment.getPropertySources().addFirst(new MapPropertySource("application.yaml", Map.of(OPERATOR, "false")));
		Nodes.settle(environment, Map.of(OPERATOR, "true"));
		assertThat(environment.getProperty(OPERATOR)).isEqualTo("true");
	}

	@Test
	void theCommandLineIsStronger() {
		environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource("--" + OPERATOR + "=false"));
		Nodes.settle(environment, Map.of(OPERATOR, "true"));
		assertThat(environment.getProperty(OPERATOR)).isEqualTo("false");
	}

}
