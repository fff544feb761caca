package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Platform;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code web3.bootstrap.dns.jvm-wide}: the JDK finds its resolver where jars are on the
 * class path itself. A node that cannot have it does not start, so one that starts has
 * it; what is looked up then is shown in the starter's own tests.
 */
@SystemTest
class JvmWideTests {

	private static final String SETTING = "--web3.bootstrap.dns.jvm-wide=true";

	@Test
	void theExtractedJarCanHaveItAndTheOneJarIsToldThatItCannot() throws IOException {
		Path directory = Scratch.directory(getClass());
		try (Processes federation = new Processes(directory)) {
			TestNode node = federation.node(1);
			federation.set(node, SETTING);
			federation.start(node);
			Awaitility.await("the one jar ends")
				.atMost(TestFederation.PATIENCE)
				.until(() -> !federation.isRunning(node));
			assertThat(Files.readString(node.log())).contains("web3.bootstrap.dns.jvm-wide",
					"on the class path itself, not inside of another jar");

			federation.runFrom(Platform.extracted(directory.resolve("extracted")));
			federation.start(node);
			Awaitility.await("the extracted one starts")
				.atMost(TestFederation.PATIENCE)
				.until(() -> node.bootstrap().isPresent());
			assertThat(federation.isRunning(node)).isTrue();
		}
	}

}
