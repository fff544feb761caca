package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3ecosystem.systemtest.harness.Chart;
import org.web3ecosystem.systemtest.harness.Peer;
import org.web3ecosystem.systemtest.harness.Scratch;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The chart as helm renders it. Nothing is installed here. */
class ChartTests {

	private static final String NEWEST = "1.34.0";

	private static final Path MINIMAL = Chart.FOLDER.resolve("ci/minimal.yaml");

	static List<Path> values() {
		return Chart.values();
	}

	/** Values of the newest Kubernetes alone may ask for what older ones do not have. */
	static Stream<Arguments> everywhere() {
		return values().stream()
			.flatMap(file -> (file.endsWith("full.yaml") ? Stream.of("1.26.0", NEWEST)
					: Stream.of("1.20.2", "1.21.0", "1.25.0", "1.27.0", NEWEST))
				.map(version -> Arguments.of(file, version)));
	}

	@ParameterizedTest
	@MethodSource("values")
	void helmFindsNothingToSayAgainstIt(Path file) {
		for (Peer helm : List.of(Peer.HELM, Peer.HELM3)) {
			assertThat(helm.run("lint", "--strict", Chart.FOLDER.toString(), "--values=" + file).successfully())
				.contains("0 chart(s) failed");
		}
	}

	@ParameterizedTest
	@MethodSource("everywhere")
	void anOlderHelmMakesTheSameOfIt(Path file, String version) {
		assertThat(Chart.template(Peer.HELM3, file, version).successfully())
			.isEqualTo(Chart.template(file, version).successfully());
	}

	@ParameterizedTest
	@MethodSource("everywhere")
	void kubernetesKnowsEveryFieldOfIt(Path file, String version) {
		assertThat(Chart.complaints(Scratch.directory(getClass()), Chart.objects(file, version))).isEmpty();
	}

	@Test
	void aFieldThatKubernetesDoesNotKnowIsFound() {
		JsonNode planted = new JsonMapper().readTree("""
				{"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "x"}, "spec": {"serviceName": "x",
				 "selector": {"matchLabels": {"a": "b"}}, "podManagment": "Parallel",
				 "template": {"metadata": {"labels": {"a": "b"}}, "spec": {"containers": [{"name": 7}]}}}}""");
		assertThat(Chart.complaints(Scratch.directory(getClass()), List.of(planted)))
			.contains("no schema knows podManagment", "containers/0/name");
	}

	@ParameterizedTest
	@CsvSource({ "4, 3", "5, 4", "7, 5", "10, 7" })
	void asManyStayAsDecide(int validators, int quorum) {
		List<JsonNode> objects = Chart.objects(MINIMAL, NEWEST, "--set=validators.count=" + validators);
		assertThat(Chart.of(objects, "PodDisruptionBudget")).singleElement()
			.satisfies(budget -> assertThat(budget.path("spec").path("minAvailable").asInt()).isEqualTo(quorum));
		assertThat(validators(objects).path("spec").path("replicas").asInt()).isEqualTo(validators);
	}

	@ParameterizedTest
	@CsvSource({ "1.20.2, policy/v1beta1", "1.21.0, policy/v1", "1.34.0, policy/v1" })
	void theBudgetIsOfAGroupThatIsThere(String version, String group) {
		assertThat(Chart.of(Chart.objects(MINIMAL, version), "PodDisruptionBudget"))
			.extracting(budget -> budget.path("apiVersion").asString(""))
			.containsExactly(group);
	}

	@Test
	void validatorsBeginTogetherAndAreChangedOneByOne() {
		JsonNode spec = validators(Chart.objects(MINIMAL, NEWEST)).path("spec");
		assertThat(spec.path("podManagementPolicy").asString("")).isEqualTo("Parallel");
		assertThat(spec.path("updateStrategy").toString()).isEqualTo("{\"type\":\"RollingUpdate\"}");
	}

	@Test
	void everyValidatorHasAnAddressThatStays() {
		List<JsonNode> addresses = Chart.of(Chart.objects(MINIMAL, NEWEST), "Service")
			.stream()
			.filter(service -> component(service).equals("address"))
			.toList();
		assertThat(addresses).hasSize(4).allSatisfy(service -> {
			assertThat(service.path("metadata").path("annotations").path("helm.sh/resource-policy").asString(""))
				.isEqualTo("keep");
			assertThat(service.path("spec").path("publishNotReadyAddresses").asBoolean()).isTrue();
			assertThat(service.path("spec").path("selector").path("statefulset.kubernetes.io/pod-name").asString(""))
				.isEqualTo(service.path("metadata").path("name").asString(""));
		});
	}

	@Test
	void theFoundingIsToldTheAddressOfEachInOrder() {
		JsonNode job = Chart.of(Chart.objects(MINIMAL, NEWEST), "Job")
			.stream()
			.filter(each -> component(each).equals("founding"))
			.findFirst()
			.orElseThrow();
		assertThat(containers(job).getFirst().path("args").toString())
			.contains("--hosts=$(FED_WEB3_PLATFORM_0_SERVICE_HOST),$(FED_WEB3_PLATFORM_1_SERVICE_HOST),"
					+ "$(FED_WEB3_PLATFORM_2_SERVICE_HOST),$(FED_WEB3_PLATFORM_3_SERVICE_HOST)");
	}

	@Test
	void helmNeverHasAKey() {
		List<JsonNode> objects = Chart.objects(MINIMAL, NEWEST);
		assertThat(Chart.of(objects, "Secret")).hasSize(5).allSatisfy(secret -> {
			assertThat(secret.has("data") || secret.has("stringData")).isFalse();
			assertThat(secret.path("metadata").path("annotations").path("helm.sh/resource-policy").asString(""))
				.isEqualTo("keep");
		});
	}

	@Test
	void onlyWhoMovesInHasAToken() {
		JsonNode pod = validators(Chart.objects(MINIMAL, NEWEST)).path("spec").path("template").path("spec");
		assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
		assertThat(pod.path("initContainers").get(0).path("volumeMounts").toString()).contains("serviceaccount");
		assertThat(pod.path("containers").get(0).path("volumeMounts").toString()).doesNotContain("serviceaccount");
	}

	@Test
	void rolesAreForNamesAlone() {
		assertThat(Chart.of(Chart.objects(MINIMAL, NEWEST), "Role")).isNotEmpty()
			.allSatisfy(role -> assertThat(role.path("rules"))
				.allSatisfy(rule -> assertThat(rule.path("resourceNames").isEmpty()).isFalse()));
		assertThat(Chart.of(Chart.objects(MINIMAL, NEWEST), "ClusterRole")).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("values")
	void everyContainerIsRestricted(Path file) {
		for (JsonNode object : Chart.objects(file, NEWEST)) {
			for (JsonNode container : containers(object)) {
				JsonNode security = container.path("securityContext");
				assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
				assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
				assertThat(security.path("capabilities").toString()).isEqualTo("{\"drop\":[\"ALL\"]}");
				assertThat(container.path("resources").path("limits").has("memory")).isTrue();
			}
			pod(object).ifPresent(pod -> {
				assertThat(pod.path("securityContext").path("runAsNonRoot").asBoolean()).isTrue();
				assertThat(pod.path("securityContext").path("seccompProfile").path("type").asString(""))
					.isEqualTo("RuntimeDefault");
			});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "stoq", "trustchain", "hypermesh", "catalog", "caesar" })
	void aComponentOfItsOwnIsRefusedWithTheReason(String component) {
		assertThat(Chart.template(MINIMAL, NEWEST, "--set=components." + component + ".enabled=true"))
			.satisfies(refused -> {
				assertThat(refused.exit()).isNotZero();
				assertThat(refused.err()).contains("components." + component + " cannot be enabled");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "validators.count=3", "validators.counts=4", "validator.count=4", "image.pull=Always",
			"federation.name=Ü", "validators.settings.server=x", "networkPolicy.dns[0].pods=x",
			"validators.resources.limits.memory=lots", "metrics.dashboard.enabled=perhaps" })
	void whatIsNoValueIsRefused(String setting) {
		assertThat(Chart.template(MINIMAL, NEWEST, "--set=" + setting).err())
			.contains("values don't meet the specifications");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "image.repository= | name an image that runs",
					"validators.clusterIPs={10.0.0.1} | has 1 addresses for 4 validators",
					"validators.settings.web3\\.node\\.home=/x | the chart says it itself" })
	void whatCannotBeInstalledSaysWhy(String setting, String reason) {
		assertThat(Chart.template(MINIMAL, NEWEST, "--set=" + setting).err()).contains(reason);
	}

	@Test
	void noObjectOfTheSchemaTakesWhatItDoesNotName() throws IOException {
		JsonNode schema = new JsonMapper().readTree(Files.readString(Chart.FOLDER.resolve("values.schema.json")));
		List<String> open = new ArrayList<>();
		collectOpen(schema, "", open);
		assertThat(open).containsExactly("/properties/global");
	}

	@Test
	void theTableIsThePlatforms() throws IOException {
		assertThat(Chart.FOLDER.resolve("files/bootstrap.toml"))
			.hasSameTextualContentAs(Chart.ROOT.resolve("platform-app/src/main/resources/bootstrap.toml"));
	}

	@Test
	void everyAlertHasItsPageAndNoOther() throws IOException {
		List<String> alerts = found("(?m)- alert: (\\w+)$", Chart.FOLDER.resolve("templates/monitoring.yaml"));
		assertThat(alerts).isNotEmpty();
		assertThat(found("(?m)^### (Web3\\w+)$", Chart.ROOT.resolve("helm/README.md"))).isEqualTo(alerts);
		assertThat(found("runbook_url: .*#(\\w+)$", Chart.FOLDER.resolve("templates/monitoring.yaml")).stream()
			.map(anchor -> anchor.replaceAll("['\"]", ""))).hasSameSizeAs(alerts);
	}

	@Test
	void theDashboardIsJson() throws IOException {
		JsonNode dashboard = new JsonMapper().readTree(Files.readString(Chart.FOLDER.resolve("files/dashboard.json")));
		assertThat(dashboard.path("panels").size()).isPositive();
	}

	private static void collectOpen(JsonNode schema, String path, List<String> open) {
		if (schema.path("type").asString("").equals("object") && !schema.has("additionalProperties")) {
			open.add(path);
		}
		for (Map.Entry<String, JsonNode> field : schema.properties()) {
			collectOpen(field.getValue(), path + "/" + field.getKey(), open);
		}
	}

	private static List<String> found(String pattern, Path file) throws IOException {
		return Pattern.compile(pattern, Pattern.MULTILINE)
			.matcher(Files.readString(file))
			.results()
			.map(match -> match.group(1))
			.toList();
	}

	private static JsonNode validators(List<JsonNode> objects) {
		return Chart.of(objects, "StatefulSet").getFirst();
	}

	private static String component(JsonNode object) {
		return object.path("metadata").path("labels").path("app.kubernetes.io/component").asString("");
	}

	private static Optional<JsonNode> pod(JsonNode object) {
		JsonNode spec = object.path("kind").asString("").equals("Pod") ? object.path("spec")
				: object.path("spec").path("template").path("spec");
		return spec.has("containers") ? Optional.of(spec) : Optional.empty();
	}

	private static List<JsonNode> containers(JsonNode object) {
		return pod(object).stream()
			.flatMap(pod -> Stream.of(pod.path("initContainers"), pod.path("containers")))
			.flatMap(each -> each.valueStream())
			.toList();
	}

}
