package org.web3ecosystem.bootstrap.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import org.web3ecosystem.bootstrap.TestFederation;
import org.web3ecosystem.bootstrap.monitor.PhaseDriver;
import org.web3ecosystem.bootstrap.monitor.Snapshot;
import org.web3ecosystem.bootstrap.phase.Reset;
import org.web3ecosystem.bootstrap.seat.SeatName;
import org.web3ecosystem.bootstrap.table.CertMode;
import org.web3ecosystem.bootstrap.table.ConsensusMode;
import org.web3ecosystem.bootstrap.table.FalconMode;
import org.web3ecosystem.bootstrap.table.Marks;
import org.web3ecosystem.bootstrap.table.PhaseTable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class ServedTableAtStartTests {

	/** The deadline of phase 3 where the table has none. */
	private static final Duration QUICK = Duration.ofMinutes(5);

	@TempDir
	private Path directory;

	private Path home;

	private TableServer server;

	@BeforeEach
	void start() throws IOException {
		home = TestFederation.of(1).home(0, directory);
		server = TableServer.plain();
		server.serve("7m");
	}

	@AfterEach
	void stop() {
		server.close();
	}

	@Test
	void aNodeStartsWithWhatIsServed() {
		try (ConfigurableApplicationContext node = node("optional:", "--web3.bootstrap.config-server.refresh=0s")) {
			assertThat(deadline(node)).isEqualTo(Duration.ofMinutes(7));
			assertThat(node.getEnvironment().getActiveProfiles()).containsExactly("phase-0");
			assertThat(node.getEnvironment().getProperty("web3.phase.dns-mode")).isEqualTo("traditional");
		}
		assertThat(server.asked).containsExactly("/web3-platform/phase-0");
	}

	@Test
	void theCommandLineIsStronger() {
		try (ConfigurableApplicationContext node = node("optional:", "--web3.phases.phase-3.deadline=8m")) {
			assertThat(deadline(node)).isEqualTo(Duration.ofMinutes(8));
		}
	}

	@Test
	void whileTheServerIsAwayTheLastGoodCopyIsServed(CapturedOutput output) {
		node("optional:").close();
		server.close();
		try (ConfigurableApplicationContext node = node("optional:")) {
			assertThat(deadline(node)).isEqualTo(Duration.ofMinutes(7));
		}
		try (ConfigurableApplicationContext node = node("")) {
			assertThat(deadline(node)).isEqualTo(Duration.ofMinutes(7));
		}
		assertThat(output).contains("table not served").contains("the last good copy").contains("cannot be reached");
	}

	@Test
	void withoutAServerAndACopyTheFilesOfTheNodeCount() {
		server.close();
		try (ConfigurableApplicationContext node = node("optional:")) {
			assertThat(deadline(node)).isEqualTo(QUICK);
		}
		assertThat(catchThrowable(() -> node(""))).hasMessageContaining("table of phases at http://127.0.0.1");
		assertThat(home.resolve("bootstrap/served.json")).doesNotExist();
	}

	@Test
	void anImpossibleTableIsNotTaken(CapturedOutput output) throws IOException {
		node("optional:").close();
		server.served = server.served.replace("federated_only", "federated_onyl");
		try (ConfigurableApplicationContext node = node("optional:")) {
			assertThat(node.getEnvironment().getProperty("web3.phases.phase-3.dns-mode")).isEqualTo("federated_only");
		}
		assertThat(output).contains("table not served").contains("unknown dns_mode \"federated_onyl\"");
		Files.delete(home.resolve("bootstrap/served.json"));
		assertThat(catchThrowable(() -> node("optional:"))).hasMessageContaining("unknown dns_mode");
		assertThat(home.resolve("bootstrap/served.json")).doesNotExist();
	}

	@Test
	void aValueThatIsNoneIsNotTaken(CapturedOutput output) throws IOException {
		node("optional:").close();
		server.served = server.served.replace("\"7m\"", "\"soon\"");
		try (ConfigurableApplicationContext node = node("optional:")) {
			assertThat(deadline(node)).isEqualTo(Duration.ofMinutes(7));
		}
		assertThat(output).contains("table not served").contains("deadline cannot be read: soon");
	}

	/** The copy is used, whoever answers in the place of the server. */
	@Test
	void aServerWithAnotherKeyThanThePinnedOneIsNotHeard(CapturedOutput output) throws Exception {
		node("optional:").close();
		Path key = TableServer.key(directory.resolve("key.p12"));
		try (TableServer other = TableServer.withKey(key)) {
			other.serve("9m");
			String pinned = "--web3.bootstrap.config-server.pin=" + TableServer.pin(key);
			try (ConfigurableApplicationContext node = run("classpath:quick.toml," + other.address(), pinned)) {
				assertThat(deadline(node)).isEqualTo(Duration.ofMinutes(9));
			}
			other.serve("8m");
			String another = "--web3.bootstrap.config-server.pin="
					+ TableServer.pin(TableServer.key(directory.resolve("other.p12")));
			try (ConfigurableApplicationContext node = run("classpath:quick.toml," + other.address(), another)) {
				assertThat(deadline(node)).isEqualTo(Duration.ofMinutes(9));
			}
			assertThat(output).contains("the server's key is not the pinned one, it is " + TableServer.pin(key));
			try (ConfigurableApplicationContext node = run("classpath:quick.toml," + other.address())) {
				assertThat(deadline(node)).as("its certificate is nobody's").isEqualTo(Duration.ofMinutes(9));
			}
		}
	}

	@Test
	void aPinIsForHttpsAndIsASha256(CapturedOutput output) {
		String pin = "--web3.bootstrap.config-server.pin=";
		assertThat(catchThrowable(() -> node("", pin + "sha256/" + "A".repeat(43) + "="))).isNotNull();
		assertThat(output).contains("is asked by https://");
		assertThat(catchThrowable(() -> node("", pin + "sha256/AAAA"))).isNotNull();
		assertThat(output).contains("has 3 bytes, a SHA-256 has 32");
	}

	/** What a node has required it requires, whatever is served. */
	@Test
	void aTableThatAsksForLessLowersNoMark() throws IOException {
		new Reset(Files.createDirectories(home.resolve("bootstrap"))).lower(CertMode.CONSENSUS_VALIDATED,
				ConsensusMode.MANDATORY, FalconMode.REQUIRED, "test", "marks of a node that was in phase 3",
				Instant.EPOCH);
		server.serveText("""
				[phase_0]
				dns_mode = "traditional"
				cert_mode = "self_signed"
				consensus = false
				falcon = "off"
				[phase_1]
				dns_mode = "hybrid"
				cert_mode = "self_signed"
				consensus = true
				consensus_mode = "optional"
				falcon = "off"
				[phase_2]
				dns_mode = "federated_primary"
				cert_mode = "self_signed"
				consensus = true
				consensus_mode = "optional"
				falcon = "off"
				[phase_3]
				dns_mode = "federated_only"
				cert_mode = "self_signed"
				consensus = true
				consensus_mode = "optional"
				falcon = "off"
				""");
		try (ConfigurableApplicationContext node = node("")) {
			assertThat(node.getBean(PhaseTable.class).row(3).certificates()).isEqualTo(CertMode.SELF_SIGNED);
			Snapshot seen = await().until(() -> node.getBean(PhaseDriver.class).snapshot(), Objects::nonNull);
			assertThat(seen.state().marks())
				.isEqualTo(new Marks(CertMode.CONSENSUS_VALIDATED, ConsensusMode.MANDATORY, FalconMode.REQUIRED));
			assertThat(seen.seats().get(SeatName.CERTIFICATES).offers()).doesNotContainKey("self-signed");
		}
	}

	@Test
	void aTableThatEndsTheStartDoesNotBecomeTheCopy() throws IOException {
		node("optional:").close();
		server.serve("9m");
		assertThat(catchThrowable(() -> node("optional:", "--web3.bootstrap.dns.timeout=1m"))).isNotNull();
		server.close();
		try (ConfigurableApplicationContext node = node("optional:")) {
			assertThat(deadline(node)).isEqualTo(Duration.ofMinutes(7));
		}
	}

	@Test
	void whatIsNoTableIsNotTaken(CapturedOutput output) {
		server.served = server.served.replaceFirst("\\{\"web3",
				"{\"web3.node.home\":\"/nowhere\",\"web3.made.up\":1,\"web3");
		try (ConfigurableApplicationContext node = node("")) {
			assertThat(node.getEnvironment().getProperty("web3.node.home")).isEqualTo(home.toString());
		}
		assertThat(output).contains("ignored=2");
	}

	@Test
	void aDamagedCopyIsNone() throws IOException {
		node("optional:").close();
		Files.writeString(home.resolve("bootstrap/served.json"), "{");
		server.close();
		try (ConfigurableApplicationContext node = node("optional:")) {
			assertThat(deadline(node)).isEqualTo(QUICK);
		}
	}

	@Test
	void anAddressThatIsNoneIsExplained(CapturedOutput output) {
		assertThat(catchThrowable(() -> run("configserver:ftp://host"))).isNotNull();
		assertThat(output).contains("spring.config.import cannot be used")
			.contains("configserver:http://127.0.0.1:8888");
	}

	private static Duration deadline(ConfigurableApplicationContext node) {
		return node.getBean(PhaseTable.class).row(3).deadline();
	}

	private ConfigurableApplicationContext node(String optional, String... more) {
		return run("classpath:quick.toml," + optional + server.address(), more);
	}

	private ConfigurableApplicationContext run(String imports, String... more) {
		List<String> arguments = new ArrayList<>(List.of("--spring.config.import=" + imports,
				"--web3.node.home=" + home, "--spring.application.name=web3-platform"));
		arguments.addAll(List.of(more));
		return new SpringApplicationBuilder(PhaseWalkTests.TestNode.class).web(WebApplicationType.NONE)
			.registerShutdownHook(false)
			.run(arguments.toArray(String[]::new));
	}

}
