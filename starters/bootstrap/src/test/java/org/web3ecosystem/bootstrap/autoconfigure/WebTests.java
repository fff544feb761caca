package org.web3ecosystem.bootstrap.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import org.web3ecosystem.bootstrap.TestFederation;
import org.web3ecosystem.spi.health.CriterionId.Gate;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract outside tools rely on, over HTTP. */
@Timeout(90)
class WebTests {

	@TempDir
	Path directory;

	private ConfigurableApplicationContext node;

	private final TestFederation federation = TestFederation.of(4);

	private final HttpClient client = HttpClient.newHttpClient();

	@BeforeEach
	void start() {
		node = new SpringApplicationBuilder(PhaseWalkTests.TestNode.class).web(WebApplicationType.REACTIVE)
			.registerShutdownHook(false)
			.run("--server.port=0", "--server.address=127.0.0.1", "--web3.node.home=" + federation.home(0, directory),
					"--spring.config.import=classpath:quick.toml");
	}

	@AfterEach
	void stop() {
		node.close();
	}

	@Test
	void theReportHasTheFieldsOfTheContract() throws Exception {
		switches().gate(Gate.TO_PHASE_1, true);
		awaitPhase(1);
		JsonNode report = get("/actuator/bootstrap");
		assertThat(report.propertyNames()).contains("phase", "complete", "term", "epoch", "chainId", "federation",
				"node", "oneFailureDomain", "validators", "since", "elapsedMs", "totalMs", "dependencyResolutionMs",
				"phases", "gates", "components", "fallbacks");
		assertThat(report.get("node").asString()).isEqualTo(federation.keys().get(0).id().hex());
		assertThat(report.get("chainId").asString()).isEqualTo("test-0123456789abcdef");
		assertThat(report.get("oneFailureDomain").asBoolean()).isTrue();
		assertThat(report.get("validators").get("quorum").asInt()).isEqualTo(3);
		assertThat(Instant.parse(report.get("since").asString())).isBefore(Instant.now().plusSeconds(60));
		JsonNode phase = report.get("phases").get(0);
		assertThat(phase.propertyNames()).containsExactly("phase", "name", "enteredAt", "durationMs", "deadlineMs");
		assertThat(phase.get("deadlineMs").asLong()).isEqualTo(10_000);
		assertThat(phase.get("durationMs").asLong()).isPositive();
		assertThat(report.get("phases").get(3).get("enteredAt").isNull()).isTrue();
		assertThat(report.get("gates")).hasSize(12);
		JsonNode gate = report.get("gates").get(0);
		assertThat(gate.propertyNames()).containsExactly("to", "id", "criterion", "status", "reason");
		assertThat(report.get("components")).hasSize(3);
		assertThat(report.get("components").get(0).propertyNames()).contains("name", "phase", "status", "ready",
				"uptimeMs", "lastCheck", "startupMs", "lastTransition", "errorCount", "waitingFor");
	}

	@Test
	void everyGateSaysItsCriterionAndReason() throws Exception {
		awaitPhase(0);
		JsonNode gates = get("/actuator/bootstrap").get("gates");
		assertThat(gates).anySatisfy(gate -> {
			assertThat(gate.get("to").asString()).isEqualTo("1");
			assertThat(gate.get("id").asString()).isEqualTo("basic-connectivity");
			assertThat(gate.get("criterion").asString()).isEqualTo("Basic connectivity established");
			assertThat(gate.get("status").asString()).isEqualTo("DOWN");
			assertThat(gate.get("reason").asString()).isEqualTo("the test");
		});
	}

	@Test
	void healthGroupsAreReachableAndLivenessDependsOnNone() throws Exception {
		switches().offer("stoq").set(false);
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> status("/actuator/health/readiness") == 503);
		assertThat(status("/actuator/health/liveness")).isEqualTo(200);
		assertThat(status("/actuator/health/stay")).isEqualTo(503);
		assertThat(status("/actuator/health/to-phase-1")).isEqualTo(503);
		switches().offer("stoq").set(true);
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> status("/actuator/health/readiness") == 200);
		assertThat(status("/actuator/health")).isEqualTo(200);
	}

	@Test
	void changesAreStreamed() throws Exception {
		awaitPhase(0);
		HttpResponse<InputStream> response = client.send(request("/bootstrap/events"),
				HttpResponse.BodyHandlers.ofInputStream());
		assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
			assertThat(lines.readLine()).isEqualTo("event:report");
			assertThat(lines.readLine()).startsWith("data:{\"phase\":0,");
			switches().gate(Gate.TO_PHASE_1, true);
			assertThat(next(lines, "event:phase")).contains("\"phase\":1").contains("to-phase-1 was met");
		}
	}

	@Test
	void thePhaseIsMeasured() {
		awaitPhase(0);
		MeterRegistry registry = node.getBean(MeterRegistry.class);
		assertThat(registry.get("web3.bootstrap.phase").gauge().value()).isZero();
		assertThat(registry.get("web3.bootstrap.component.ready").tag("component", "stoq").gauge().value())
			.isEqualTo(1);
		assertThat(registry.get("web3.bootstrap.phase.duration").tag("phase", "0").timeGauge().value()).isPositive();
		assertThat(registry.get("web3.bootstrap.target.p95").tag("target", "dns_resolution").timeGauge().value())
			.isNaN();
		assertThat(registry.get("resilience4j.circuitbreaker.state").meters()).isNotEmpty();
	}

	private static String next(BufferedReader lines, String event) throws IOException {
		String line = lines.readLine();
		while (line != null && !line.equals(event)) {
			line = lines.readLine();
		}
		return String.valueOf(lines.readLine());
	}

	private void awaitPhase(int phase) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			JsonNode report = get("/actuator/bootstrap");
			assertThat(report.get("phase").asInt()).isEqualTo(phase);
			assertThat(report.get("components")).isNotNull().allMatch(component -> component.get("ready").asBoolean());
		});
	}

	private FakePlatform.Switches switches() {
		return node.getBean(FakePlatform.Switches.class);
	}

	private int status(String path) throws IOException, InterruptedException {
		return client.send(request(path), HttpResponse.BodyHandlers.discarding()).statusCode();
	}

	private JsonNode get(String path) throws IOException, InterruptedException {
		return JsonMapper.shared().readTree(client.send(request(path), HttpResponse.BodyHandlers.ofString()).body());
	}

	private HttpRequest request(String path) {
		String port = node.getEnvironment().getProperty("local.server.port");
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
	}

}
