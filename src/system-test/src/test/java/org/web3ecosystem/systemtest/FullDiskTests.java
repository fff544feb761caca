package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.OneProcess;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Peer;
import org.web3ecosystem.systemtest.harness.Program;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The disk of all four nodes is full for a while: nothing has to be started anew. */
@SystemTest
class FullDiskTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	private static final int CREATED = 201;

	private static final int OK = 200;

	@Test
	void aFederationWhoseDiskWasFullGoesOnByItself() throws IOException {
		Path disk = Scratch.directory(getClass());
		Peer.missing(Program.run("mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", disk.toString()).exit() == 0,
				"a small disk cannot be mounted here (that takes root)");
		try (OneProcess federation = new OneProcess(disk, "--web3.hypermesh.submit-deadline=5s")) {
			federation.start();
			federation.awaitPhase(3);
			TestNode first = federation.node(1);
			Operator operator = Operator.of(federation.root(), first.home());
			assertThat(register(operator, first, "before")).isEqualTo(CREATED);
			Path fill = disk.resolve("fill");

			fill(fill);
			Awaitility.await("the node says that it is the disk")
				.atMost(PATIENCE)
				.until(() -> register(operator, first, "meanwhile") != 0
						&& first.get("/actuator/health").body().contains("the disk cannot be written"));
			assertThat(operator.get(first.https("/hypermesh/assets/before")).statusCode()).isEqualTo(OK);
			Files.delete(fill);
			Instant room = Instant.now();

			Awaitility.await("what was refused is taken")
				.atMost(PATIENCE)
				.until(() -> register(operator, first, "after") == CREATED);
			Figures.note("from room on the disk to the next write, four nodes in one process",
					Figures.seconds(Duration.between(room, Instant.now())));
			federation.nodes().forEach(node -> FederationContract.awaitAsset(federation, node, "after"));
			federation.nodes().forEach(node -> FederationContract.awaitAsset(federation, node, "before"));
			federation.awaitPhase(3);
			federation.stop();
		}
		finally {
			Program.run("umount", "--lazy", disk.toString());
		}
	}

	private static void fill(Path file) {
		byte[] block = new byte[64 * 1024];
		try (OutputStream out = Files.newOutputStream(file)) {
			while (true) {
				out.write(block);
			}
		}
		catch (IOException full) {
			// as wanted
		}
	}

	/** The status; 0 if there was no answer. */
	private static int register(Operator operator, TestNode node, String id) {
		try {
			return operator
				.post(node.https("/hypermesh/assets"), "application/json",
						"{\"id\":\"" + id + "\",\"kind\":\"storage\"}")
				.statusCode();
		}
		catch (UncheckedIOException silent) {
			return 0;
		}
	}

}
