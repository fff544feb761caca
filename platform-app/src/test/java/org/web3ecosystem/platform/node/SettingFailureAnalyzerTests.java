package org.web3ecosystem.platform.node;

import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.web3ecosystem.platform.edge.EdgeProperties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class SettingFailureAnalyzerTests {

	@ParameterizedTest
	@CsvSource({ "http.connections, many, a whole number", "http.silence, soon, a duration",
			"http.body-rate, fast, a size", "owners-from-anywhere, perhaps, true or false" })
	void aValueOfAnotherKindIsNamedWithTheKindThatIsWanted(String name, String value, String kind) {
		FailureAnalysis said = said(name, value);
		assertThat(said.getDescription())
			.startsWith("web3.platform." + name + " cannot be '" + value + "': it is " + kind)
			.doesNotContain("java.", "org.");
		assertThat(said.getAction()).contains("Change it").doesNotContain("java.");
	}

	private static FailureAnalysis said(String name, String value) {
		Binder binder = new Binder(new MapConfigurationPropertySource(Map.of("web3.platform." + name, value)));
		BindException failure = catchThrowableOfType(BindException.class,
				() -> binder.bindOrCreate("web3.platform", EdgeProperties.class));
		FailureAnalysis said = new SettingFailureAnalyzer().analyze(failure);
		assertThat(said).isNotNull();
		return said;
	}

}
