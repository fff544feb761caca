package org.web3ecosystem.systemtest;

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
 * {@code web3.bootstrap.dns.jvm-wide}, from the one jar and from the same taken apart. A
 * node that cannot have it does not start, so one that starts has it; what is looked up
 * then is shown by {@link ApplicationTests}.
 */
@SystemTest
class JvmWideTests {

	private static final String SETTING = "--web3.bootstrap.dns.jvm-wide=true";

	@Test
	void theOneJarAndTheExtractedOneHaveIt() {
		Path directory = Scratch.directory(getClass());
		try (Processes federation = new Processes(directory)) {
			TestNode node = federation.node(1);
			federation.runFrom(Platform.jar());
			federation.set(node, SETTING);
			starts(federation, node);
			federation.kill9(node);

			federation.runFrom(Platform.extracted(directory.resolve("extracted")));
			starts(federation, node);
		}
	}

	private static void starts(Processes federation, TestNode node) {
		federation.start(node);
		Awaitility.await(node + " starts or ends")
			.atMost(TestFederation.PATIENCE)
			.until(() -> node.bootstrap().isPresent() || !federation.isRunning(node));
		assertThat(federation.isRunning(node)).as("see %s", node.log()).isTrue();
	}

}
