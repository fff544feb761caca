package org.web3ecosystem.configserver;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

@ExtendWith(OutputCaptureExtension.class)
class ConfigServerTests {

	private static final String ROW = "web3.phase.dns-mode";

	@TempDir
	private static Path directory;

	private static Path source;

	private static ConfigurableApplicationContext server;

	private static URI address;

	private final HttpClient client = HttpClient.newHttpClient();

	@BeforeAll
	static void start() throws IOException {
		source = directory.resolve("bootstrap.toml");
		Files.writeString(source, TestTable.TEXT);
		server = run(directory);
		address = URI.create("http://127.0.0.1:" + server.getEnvironment().getProperty("local.server.port"));
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void write() throws IOException {
		Files.writeString(source, TestTable.TEXT);
	}

	@ParameterizedTest
	@CsvSource({ "0,traditional", "1,hybrid", "2,federated_primary", "3,federated_only" })
	void aPhaseIsServedToClientsAsItsRowAndTheTable(int phase, String names) throws Exception {
		JsonNode environment = json("/web3-platform/phase-" + phase);
		assertThat(environment.path("name").asString()).isEqualTo("web3-platform");
		assertThat(environment.path("propertySources")).hasSize(2);
		assertThat(environment.path("propertySources"))
			.allSatisfy(one -> assertThat(one.path("name").asString()).matches(".*\\(document #[0-4]\\)"));
		assertThat(properties(environment)).containsEntry(ROW, names)
			.containsEntry("web3.phase.number", String.valueOf(phase))
			.containsEntry("web3.phases.phase-1.deadline", "45s")
			.containsEntry("web3.phases.current-phase", "0");
	}

	@Test
	void withoutAPhaseTheTableIsServedAlone() throws Exception {
		Map<String, String> properties = properties(json("/web3-platform/default"));
		assertThat(properties).containsEntry("web3.phases.phase-3.dns-mode", "federated_only").doesNotContainKey(ROW);
	}

	@ParameterizedTest
	@ValueSource(strings = { "default", "phase-0", "phase-1", "phase-2", "phase-3", "node,phase-2" })
	void noProfileIsMadeActiveAtAClient(String profile) throws Exception {
		assertThat(properties(json("/web3-platform/" + profile)).keySet())
			.noneMatch(key -> key.startsWith("spring.profiles"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "yml", "yaml" })
	void aPhaseCanBeReadAsYaml(String form) throws Exception {
		Map<String, Map<String, Map<String, Object>>> yaml = new Yaml().load(body("/web3-platform-phase-2." + form));
		assertThat(yaml.get("web3").get("phase")).containsEntry("dns-mode", "federated_primary");
		assertThat(yaml.get("web3").get("phases")).containsKeys("phase-0", "phase-1", "phase-2", "phase-3");
	}

	@Test
	void aPhaseCanBeReadAsProperties() throws Exception {
		assertThat(body("/web3-platform-phase-2.properties")).contains(ROW + ": federated_primary");
	}

	@Test
	void aPhaseCanBeReadAsJson() throws Exception {
		assertThat(json("/web3-platform-phase-2.json").at("/web3/phase/dns-mode").asString())
			.isEqualTo("federated_primary");
	}

	@ParameterizedTest
	@ValueSource(strings = { "yml", "json", "properties" })
	void theTableAloneCanBeReadInEveryForm(String form) throws Exception {
		assertThat(body("/web3-platform-default." + form)).contains("federated_only");
	}

	/** Both documents arrive, and no profile comes along, which would end its start. */
	@Test
	void theClientOfSpringCloudStartsWithWhatIsServed() {
		try (ConfigurableApplicationContext client = new SpringApplicationBuilder(Client.class)
			.web(WebApplicationType.NONE)
			.run("--spring.config.import=configserver:" + address, "--spring.cloud.config.enabled=true",
					"--spring.profiles.active=phase-2")) {
			assertThat(client.getEnvironment().getProperty(ROW)).isEqualTo("federated_primary");
			assertThat(client.getEnvironment().getProperty("web3.phases.phase-3.dns-mode")).isEqualTo("federated_only");
			assertThat(client.getEnvironment().getActiveProfiles()).containsExactly("phase-2");
		}
	}

	@Test
	void aChangeIsServedAtOnce() throws Exception {
		Files.writeString(source, TestTable.TEXT.replace("45s", "46s"));
		assertThat(properties(json("/web3-platform/phase-1"))).containsEntry("web3.phase.deadline", "46s");
	}

	@Test
	void anAnswerThatIsKnownIsNotSentAgain() throws Exception {
		String tag = get("/web3-platform/phase-1").headers().firstValue("ETag").orElseThrow();
		assertThat(known(tag).statusCode()).isEqualTo(304);
		Files.writeString(source, TestTable.TEXT.replace("45s", "46s"));
		HttpResponse<String> other = known(tag);
		assertThat(other.statusCode()).isEqualTo(200);
		assertThat(other.body()).contains("46s");
	}

	private HttpResponse<String> known(String tag) throws Exception {
		return client.send(HttpRequest.newBuilder(URI.create(address + "/web3-platform/phase-1"))
			.header("If-None-Match", tag)
			.build(), HttpResponse.BodyHandlers.ofString());
	}

	@Test
	void aFileThatBecomesInvalidIsNotServedAndHealthSaysSo(CapturedOutput output) throws Exception {
		assertThat(health()).isEqualTo("UP");
		Files.writeString(source, TestTable.TEXT.replace("\"hybrid\"", "\"hybird\"").replace("45s", "46s"));
		assertThat(properties(json("/web3-platform/phase-1"))).containsEntry(ROW, "hybrid")
			.containsEntry("web3.phase.deadline", "45s");
		assertThat(properties(json("/web3-platform/phase-3"))).containsEntry(ROW, "federated_only");
		assertThat(health()).isEqualTo("DEGRADED");
		assertThat(get("/actuator/health").statusCode()).isEqualTo(200);
		assertThat(body("/actuator/health")).contains("line 11: unknown dns_mode").doesNotContain("UNKNOWN");
		assertThat(output).contains("table refused, the last good one is served").contains("line 11");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/web3-platform", "/web3-platform/default/main",
			"/web3-platform/default/main/bootstrap.toml", "/web3-platform/phase-1/..%2fbootstrap.toml",
			"/encrypt/status", "/key/web3-platform", "/actuator", "/actuator/env", "/(_)etc/default", "/a,b/default",
			"/main/web3-platform-default.yml" })
	void nothingElseIsServed(String path) throws Exception {
		assertThat(get(path).statusCode()).isIn(400, 404);
	}

	@Test
	void aHeadIsAnsweredLikeAGet() throws Exception {
		HttpResponse<String> answer = client.send(
				HttpRequest.newBuilder(address.resolve("/web3-platform/phase-1")).HEAD().build(),
				HttpResponse.BodyHandlers.ofString());
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).isEmpty();
	}

	@Test
	void nothingIsWritten() throws Exception {
		HttpResponse<String> answer = client.send(HttpRequest.newBuilder(address.resolve("/web3-platform/default"))
			.POST(HttpRequest.BodyPublishers.ofString("x"))
			.build(), HttpResponse.BodyHandlers.ofString());
		assertThat(answer.statusCode()).isEqualTo(405);
		assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
	}

	@Test
	void anImpossibleTableEndsAFirstStartWithItsLine(@TempDir Path other, CapturedOutput output) throws IOException {
		Files.writeString(other.resolve("bootstrap.toml"), TestTable.TEXT.replace("\"hybrid\"", "\"hybird\""));
		assertThat(catchThrowable(() -> run(other))).isNotNull();
		assertThat(output).contains("The table of phases cannot be used")
			.contains("bootstrap.toml, line 11: unknown dns_mode \"hybird\"")
			.contains("Write one of: traditional, hybrid");
	}

	@Test
	void aMissingTableEndsAFirstStart(@TempDir Path other, CapturedOutput output) {
		assertThat(catchThrowable(() -> run(other))).isNotNull();
		assertThat(output).contains("it is not there").contains("web3.config-server.directory");
	}

	@Test
	void theCopyIsNotWrittenWherePeopleWrite(@TempDir Path other, CapturedOutput output) {
		assertThat(catchThrowable(
				() -> run(other, "--web3.config-server.home=" + other.resolve("sub").resolve("..").toString())))
			.isNotNull();
		assertThat(output).contains("web3.config-server.home is a folder of its own");
	}

	private static ConfigurableApplicationContext run(Path directory, String... more) {
		List<String> arguments = new ArrayList<>(
				List.of("--server.port=0", "--web3.config-server.directory=" + directory));
		arguments.addAll(
				more.length == 0 ? List.of("--web3.config-server.home=" + directory.resolve("home")) : List.of(more));
		return SpringApplication.run(ConfigServerApplication.class, arguments.toArray(String[]::new));
	}

	private String health() throws Exception {
		return json("/actuator/health/table").path("status").asString();
	}

	private JsonNode json(String path) throws Exception {
		return JsonMapper.shared().readTree(body(path));
	}

	private String body(String path) throws Exception {
		HttpResponse<String> answer = get(path);
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		return answer.body();
	}

	private HttpResponse<String> get(String path) throws Exception {
		return client.send(HttpRequest.newBuilder(URI.create(address + path)).build(),
				HttpResponse.BodyHandlers.ofString());
	}

	private static Map<String, String> properties(JsonNode environment) {
		return StreamSupport.stream(environment.path("propertySources").spliterator(), false)
			.flatMap(source -> source.path("source").properties().stream())
			.collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().asString(),
					(first, second) -> first));
	}

	@Configuration(proxyBeanMethods = false)
	static class Client {

	}

}
