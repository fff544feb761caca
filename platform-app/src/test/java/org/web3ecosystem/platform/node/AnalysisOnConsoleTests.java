package org.web3ecosystem.platform.node;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

class AnalysisOnConsoleTests {

	private final Logger boots = (Logger) LoggerFactory
		.getLogger("org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter");

	@AfterEach
	void back() {
		boots.setLevel(null);
	}

	@Test
	void whatIsSaidOnTheConsoleIsNotLoggedToItOnceMore() {
		ByteArrayOutputStream said = new ByteArrayOutputStream();
		assertThat(boots.isErrorEnabled()).isTrue();

		new AnalysisOnConsole(new PrintStream(said, true, StandardCharsets.UTF_8))
			.report(new FailureAnalysis("bad.toml, line 2: this is not TOML", "correct it", null));

		assertThat(said.toString(StandardCharsets.UTF_8)).contains("error: bad.toml, line 2")
			.contains("do: correct it");
		assertThat(boots.isErrorEnabled()).isFalse();
	}

}
