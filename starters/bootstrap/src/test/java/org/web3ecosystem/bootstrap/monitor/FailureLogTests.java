package org.web3ecosystem.bootstrap.monitor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class FailureLogTests {

	private final FailureLog log = new FailureLog(LoggerFactory.getLogger(FailureLogTests.class), "writing failed");

	@Test
	void theSameFailureIsSaidOnceUntilItIsAnotherOne(CapturedOutput output) {
		for (int i = 0; i < 100; i++) {
			log.failed(new IllegalStateException("no room"));
		}
		log.failed(new IllegalStateException("no such directory"));
		assertThat(output.toString().split("writing failed", -1)).hasSize(1 + 2);
		assertThat(output.toString().split("\\R\\s+at ", 2)).as("a trace").hasSize(2);
	}

	@Test
	void whenItComesBackAfterItWasOverItIsOneLine(CapturedOutput output) {
		log.failed(new IllegalStateException("no room"));
		int first = output.toString().length();
		log.over();
		log.over();
		log.failed(new IllegalStateException("no room"));
		assertThat(output.toString().substring(first).lines().filter(line -> !line.isBlank())).hasSize(2)
			.last()
			.asString()
			.contains("writing failed: java.lang.IllegalStateException: no room");
	}

}
