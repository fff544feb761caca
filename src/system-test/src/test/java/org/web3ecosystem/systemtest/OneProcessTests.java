package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.OneProcess;
import org.web3ecosystem.systemtest.harness.Peer;
import org.web3ecosystem.systemtest.harness.Platform;
import org.web3ecosystem.systemtest.harness.Program;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestFederation.Milestone;
import org.web3ecosystem.systemtest.harness.Transcript;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code java -jar platform-app.jar}. */
class OneProcessTests extends FederationContract {

	@Override
	TestFederation found(Path directory) {
		return new OneProcess(directory);
	}

	@Override
	Map<Milestone, String> goals() {
		return Map.of(Milestone.PHASE_0, "≤ 6 s", Milestone.PHASE_3, "≤ 20 s");
	}

	@Test
	void theJarIsNotTooBigToBeCarried() throws IOException {
		long megabytes = Files.size(Platform.jar()) / 1_000_000;
		Figures.note("jar", megabytes + " MB", "≤ 120 MB");
		assertThat(megabytes).isLessThan(200);
	}

	@Test
	void itSaysThatItIsOneFailureDomain() {
		assertThat(federation().nodes()).allMatch(node -> state(node).path("oneFailureDomain").asBoolean());
	}

	@Test
	void theReadmeShowsWhatItPrints() throws IOException {
		Transcript recorded = Transcript.in(Files.readString(Path.of(System.getProperty("web3.root"), "README.md")));
		Transcript printed = transcript();
		assertThat(printed.phases()).isEqualTo(recorded.phases());
		assertThat(printed.criteria()).isEqualTo(recorded.criteria()).hasSize(9);
		assertThat(printed.strange()).isEmpty();
		assertThat(printed.frame()).isEqualTo(recorded.frame());
	}

	@Test
	void theFiveCommandsItPrintsWork() throws IOException {
		Stream.of(Peer.CURL, Peer.DIG, Peer.OPENSSL).forEach(Peer::require);
		List<String> commands = Transcript.of(output(), Path.of("/there-is-no-such-directory")).commands();
		List<String> signs = List.of("\"phase\":3", "SRV", "[", "printer", "Verify return code: 0 (ok)");
		assertThat(commands).hasSameSizeAs(signs);
		for (int i = 0; i < commands.size(); i++) {
			Program shell = Program.run("sh", "-c", commands.get(i));
			assertThat(shell.exit()).as("%s: %s%s", commands.get(i), shell.out(), shell.err()).isZero();
			assertThat(shell.out()).as(commands.get(i)).contains(signs.get(i)).doesNotContain("problem");
		}
	}

	private Transcript transcript() throws IOException {
		return Transcript.of(output(), federation().directory());
	}

	/**
	 * All that was printed, once the summary is there: it comes with the look that sees
	 * phase 3.
	 */
	private String output() throws IOException {
		Path log = federation().log(federation().node(1));
		Awaitility.await("commands to try")
			.atMost(PATIENCE)
			.until(() -> Files.readString(log).contains("openssl s_client"));
		return Files.readString(log);
	}

	@Test
	void theTerminalIsToldInPlainLines() throws IOException {
		String output = output();
		assertThat(output).contains("federation in phase 3 after").contains("complete waits for").contains("curl");
		assertThat(output).doesNotContain("\u001b[");
	}

}
