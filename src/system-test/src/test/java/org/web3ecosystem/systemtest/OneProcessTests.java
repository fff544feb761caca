package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.OneProcess;
import org.web3ecosystem.systemtest.harness.TestFederation;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code java -jar platform-app.jar}. */
class OneProcessTests extends FederationContract {

	@Override
	TestFederation found(Path directory) {
		return new OneProcess(directory);
	}

	@Test
	void itSaysThatItIsOneFailureDomain() {
		assertThat(federation().nodes()).allMatch(node -> state(node).path("oneFailureDomain").asBoolean());
	}

	@Test
	void theTerminalIsToldInPlainLines() throws IOException {
		String output = Files.readString(federation().log(federation().node(1)));
		assertThat(output).contains("federation in phase 3 after").contains("complete waits for").contains("curl");
		assertThat(output).doesNotContain("\u001b[");
	}

}
