package org.web3ecosystem.bootstrap.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import org.web3ecosystem.bootstrap.TestFederation;
import org.web3ecosystem.bootstrap.TestTables;
import org.web3ecosystem.bootstrap.actuate.ServedTableMetrics;
import org.web3ecosystem.bootstrap.served.TableWatch;
import org.web3ecosystem.bootstrap.table.TableInForce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class ServedTableWhileRunningTests {

	@TempDir
	private Path directory;

	private Path copy;

	private Path home;

	private TableServer server;

	@BeforeEach
	void start() throws IOException {
		home = TestFederation.of(1).home(0, directory);
		copy = home.resolve("bootstrap/served.json");
		server = TableServer.plain();
		server.serve("7m");
	}

	@AfterEach
	void stop() {
		server.close();
	}

	@Test
	void otherTimesAreTakenAndWhatIsImpossibleIsRefusedAndSaid(CapturedOutput output) throws IOException {
		try (ConfigurableApplicationContext node = node()) {
			assertThat(deadline(node)).isEqualTo(Duration.ofMinutes(7));

			server.serve("8m");
			await().untilAsserted(() -> assertThat(deadline(node)).isEqualTo(Duration.ofMinutes(8)));
			await().untilAsserted(() -> assertThat(node.getEnvironment().getProperty("web3.phases.phase-3.deadline"))
				.isEqualTo("8m"));
			assertThat(copy).content().contains("8m");

			server.serveText(TestTables.shippedText().replace("\"trustchain\"", "\"self_signed\"").replace("5m", "9m"));
			await().untilAsserted(() -> assertThat(health(node)).contains("DEGRADED")
				.contains("phase_1.cert_mode would be lowered from trustchain to self_signed"));
			assertThat(deadline(node)).isEqualTo(Duration.ofMinutes(8));
			assertThat(copy).content().contains("8m").doesNotContain("9m");
			assertThat(refused(node)).isOne();
			assertThat(output).containsOnlyOnce("table refused while running");

			server.serveText(TestTables.shippedText().replace("\"5m\"", "\"9m\""));
			await().untilAsserted(() -> assertThat(deadline(node)).isEqualTo(Duration.ofMinutes(9)));
			await().untilAsserted(() -> assertThat(health(node)).contains("UP"));
			assertThat(refused(node)).isZero();

			server.served = server.served.replace("federated_only", "federated_onyl");
			await().untilAsserted(() -> assertThat(health(node)).contains("DEGRADED").contains("unknown dns_mode"));

			server.served = "";
			await().untilAsserted(() -> assertThat(health(node)).contains("DEGRADED").contains("answered 503"));
			assertThat(deadline(node)).isEqualTo(Duration.ofMinutes(9));
		}
		server.close();
		try (ConfigurableApplicationContext node = node()) {
			assertThat(deadline(node)).isEqualTo(Duration.ofMinutes(9));
		}
	}

	/** Its place among the settings is the same as if it had been served at the start. */
	@Test
	void aServerThatIsThereLaterIsHeardAndTheCommandLineIsStronger() throws IOException {
		String text = Files.readString(Path.of("src/test/resources/quick.toml"));
		String both = text.replace("[phase_3]", "[phase_3]\ndeadline = \"8m\"")
			.replace("[phase_2]", "[phase_2]\ndeadline = \"3m\"");
		server.served = "";
		try (ConfigurableApplicationContext node = node("--web3.phases.phase-2.deadline=4m")) {
			assertThat(deadline(node)).isEqualTo(Duration.ofMinutes(5));
			assertThat(copy).doesNotExist();
			server.serveText(both);
			await().untilAsserted(() -> assertThat(deadline(node)).isEqualTo(Duration.ofMinutes(8)));
			assertThat(node.getBean(TableInForce.class).now().row(2).deadline()).isEqualTo(Duration.ofMinutes(4));
			assertThat(copy).exists();
		}
	}

	private static Duration deadline(ConfigurableApplicationContext node) {
		return node.getBean(TableInForce.class).now().row(3).deadline();
	}

	private static String health(ConfigurableApplicationContext node) {
		HealthIndicator table = (HealthIndicator) node.getBean(HealthContributorRegistry.class).getContributor("table");
		return table.health().toString();
	}

	private static double refused(ConfigurableApplicationContext node) {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		new ServedTableMetrics(node.getBean(TableWatch.class)).bindTo(registry);
		return registry.get("web3.bootstrap.table.refused").gauge().value();
	}

	private ConfigurableApplicationContext node(String... more) {
		List<String> arguments = new ArrayList<>(
				List.of("--spring.config.import=classpath:quick.toml,optional:" + server.address(),
						"--web3.node.home=" + home, "--web3.bootstrap.config-server.refresh=1s"));
		arguments.addAll(List.of(more));
		return new SpringApplicationBuilder(PhaseWalkTests.TestNode.class).web(WebApplicationType.NONE)
			.registerShutdownHook(false)
			.run(arguments.toArray(String[]::new));
	}

}
