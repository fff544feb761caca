package org.web3ecosystem.platform.running;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.platform.api.Route;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The description and the application are the same, both ways: every route is described
 * and every description is a route, as are parameters; and what a running node answers is
 * what its schema says.
 */
class ApiTests {

	private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

	@TempDir
	private static Path directory;

	private static OneNode node;

	private static JsonNode document;

	/** Answers seen, as {@code POST /path 201}. */
	private static final Set<String> seen = new TreeSet<>();

	@BeforeAll
	static void start() {
		node = OneNode.start(directory, Map.of());
		document = OneNode.json(node.operator("/v3/api-docs"));
	}

	@AfterAll
	static void stop() {
		node.close();
	}

	@Test
	void everyRouteIsDescribedAndEveryDescriptionIsARoute() throws Exception {
		List<Route> described = new ArrayList<>();
		for (Map<String, Object> part : parts()) {
			JsonNode paths = JsonMapper.shared().<JsonNode>valueToTree(part).path("paths");
			paths.propertyNames()
				.forEach(path -> paths.path(path)
					.propertyNames()
					.forEach(method -> described.add(new Route(method.toUpperCase(Locale.ROOT), path))));
		}
		assertThat(described).doesNotHaveDuplicates()
			.containsExactlyInAnyOrderElementsOf(Served.functional(node.context())
				.stream()
				.filter(route -> !route.method().equals("HEAD"))
				.toList());
	}

	@Test
	void whatIsServedIsOpenApi() {
		assertThat(document.path("openapi").asString()).startsWith("3.1.");
		Set<String> names = new HashSet<>();
		for (JsonNode operation : operations()) {
			assertThat(names.add(operation.path("operationId").asString(""))).as("unique: %s", operation).isTrue();
			assertThat(operation.path("summary").asString("")).isNotBlank();
			assertThat(operation.path("x-access").has("operator")).isTrue();
			assertThat(operation.path("tags").path(0).asString()).isIn(tags());
			assertThat(operation.path("responses").propertyNames()).anyMatch(status -> status.startsWith("2"));
		}
		assertThat(names).doesNotContain("").hasSizeGreaterThan(25);
		for (String pointer : pointers()) {
			assertThat(document.at(pointer.substring(1)).isMissingNode()).as(pointer).isFalse();
		}
	}

	@Test
	void everyVariableOfAPathIsAParameter() {
		JsonNode paths = document.path("paths");
		for (String path : paths.propertyNames()) {
			Set<String> variables = new TreeSet<>();
			Matcher variable = Pattern.compile("\\{([a-z]+)}").matcher(path);
			while (variable.find()) {
				variables.add(variable.group(1));
			}
			for (String method : paths.path(path).propertyNames()) {
				assertThat(parameters(paths.path(path).path(method), "path")).as("%s %s", method, path)
					.containsExactlyInAnyOrderElementsOf(variables);
			}
		}
	}

	/** A value that makes no sense is refused by whoever reads the parameter. */
	@Test
	void everyParameterOfAQueryThatIsDescribedIsRead() {
		JsonNode paths = document.path("paths");
		int tried = 0;
		for (String path : paths.propertyNames()) {
			for (String method : paths.path(path).propertyNames()) {
				List<String> names = parameters(paths.path(path).path(method), "query");
				for (String name : names) {
					String query = names.stream()
						.map(one -> one + "=" + (one.equals(name) ? "-".repeat(600) : "1"))
						.collect(Collectors.joining("&"));
					HttpResponse<String> response = node.operator(method.toUpperCase(Locale.ROOT),
							path.replaceAll("\\{[a-z]+}", "1".repeat(32)) + "?" + query, "");
					assertThat(response.statusCode()).as("%s %s %s: %s", method, path, name, response.body())
						.isEqualTo(400);
					tried++;
				}
			}
		}
		assertThat(tried).isGreaterThan(10);
	}

	/** By what stands in the sources. */
	@Test
	void everyParameterOfAQueryThatIsReadIsDescribed() throws IOException {
		Pattern reads = Pattern
			.compile("(?:queryParam\\(|number\\(request,|queryParams\\(\\)\\s*\\.getOrDefault\\()\\s*\"([A-Za-z_]+)\"");
		Set<String> read = new TreeSet<>();
		for (Path root : List.of(Path.of("../starters"), Path.of("src/main/java"))) {
			try (Stream<Path> files = Files.walk(root)) {
				for (Path file : files.filter(each -> each.toString().endsWith(".java"))
					.filter(each -> each.toString().contains("/main/"))
					.toList()) {
					Matcher name = reads.matcher(Files.readString(file));
					while (name.find()) {
						read.add(name.group(1));
					}
				}
			}
		}
		Set<String> described = new TreeSet<>();
		operations().forEach(operation -> described.addAll(parameters(operation, "query")));
		assertThat(read).containsExactlyElementsOf(described);
	}

	@Test
	void whatIsAnsweredIsWhatIsDescribed() throws Exception {
		JsonNode stake = get("/caesar/stake", 200);
		String self = stake.path("self").asString();
		String account = self.substring(0, 32);
		answers("POST", "/hypermesh/assets", "{\"id\":\"disk\",\"kind\":\"storage\",\"description\":\"d\"}", 201);
		answers("POST", "/hypermesh/assets", "{\"id\":\"disk\",\"kind\":\"storage\"}", 409);
		answers("POST", "/hypermesh/assets", "{\"id\":\"Disk\",\"kind\":\"storage\"}", 400);
		answers("POST", "/hypermesh/assets", "{\"id\":\"d2\",\"kind\":\"storage\"}", 201);
		get("/hypermesh/assets", 200);
		get("/hypermesh/assets?limit=1", 200);
		get("/hypermesh/assets?limit=0", 400);
		get("/hypermesh/assets/disk", 200);
		get("/hypermesh/assets/none", 404);
		get("/hypermesh/assets/disk/proof", 200);
		get("/hypermesh/assets/none/proof", 404);
		JsonNode leased = answers("POST", "/hypermesh/assets/disk/lease", "{\"seconds\":60}", 201);
		String term = leased.path("state").path("term").asString();
		answers("POST", "/hypermesh/assets/disk/lease", "{\"seconds\":60}", 409);
		answers("POST", "/hypermesh/assets/none/lease", "{\"seconds\":60}", 404);
		answers("PUT", "/hypermesh/assets/disk/lease", "{\"seconds\":90,\"term\":" + term + "}", 200);
		answers("DELETE", "/hypermesh/assets/disk/lease?term=" + term, "", 200);
		answers("DELETE", "/hypermesh/assets/disk/lease", "", 400);
		answers("PUT", "/hypermesh/assets/disk/owner", "{\"owner\":\"" + "ab".repeat(32) + "\"}", 200);
		get("/hypermesh/transactions/" + leased.path("transaction").asString(), 200);
		get("/hypermesh/transactions/" + "0".repeat(64), 404);
		get("/hypermesh/transactions/x", 400);
		JsonNode named = answers("PUT", "/hypermesh/names/www.local.internal",
				"{\"ttl\":30,\"records\":[\"HTTPS 1 . alpn=h2\",\"A 192.0.2.1\"]}", 200);
		get("/hypermesh/transactions/" + named.path("transaction").asString(), 200);
		get("/hypermesh/names/www.local.internal", 200);
		get("/hypermesh/names/none.local.internal", 404);
		get("/hypermesh/names/www.local.internal/proof", 200);
		get("/hypermesh/names/none.local.internal/proof", 200);
		get("/hypermesh/names/a..b/proof", 400);
		answers("PUT", "/hypermesh/names/www.local.internal", "{\"lease\":9,\"records\":[\"A 192.0.2.1\"]}", 400);
		answers("DELETE", "/hypermesh/names/none.local.internal", "", 404);
		answers("PUT", "/hypermesh/names/gone.local.internal", "{\"lease\":60,\"records\":[\"A 192.0.2.1\"]}", 200);
		answers("DELETE", "/hypermesh/names/gone.local.internal", "", 200);
		get("/hypermesh/names/gone.local.internal", 404);
		get("/hypermesh/names/a..b", 400);
		answers("PUT", "/hypermesh/names/www.local.internal", "{\"records\":[\"A x\"]}", 400);
		answers("PUT", "/hypermesh/names/www.local.internal", "{\"records\":[\"CNAME example.com\"]}", 422);
		JsonNode queue = get("/hypermesh/queue", 200);
		assertThat(queue.path("waiting").asInt()).isZero();
		get("/hypermesh/queue/" + "0".repeat(32), 404);
		get("/hypermesh/queue/x", 400);
		answers("DELETE", "/hypermesh/queue/" + "0".repeat(32), "", 404);
		get("/hypermesh/ledger/assets?key=none", 200);
		get("/hypermesh/ledger/assets", 400);
		get("/hypermesh/blocks?from=1&limit=2", 200);
		get("/hypermesh/blocks?limit=0", 400);
		answers("POST", "/hypermesh/transactions", "{}", 415);
		answers("POST", "/hypermesh/transactions/time", "{}", 415);
		matches("POST", "/hypermesh/transactions",
				node.anybody(HttpRequest.newBuilder(node.https("/hypermesh/transactions"))
					.header("Content-Type", "application/cbor")
					.POST(HttpRequest.BodyPublishers.ofString("junk"))));

		byte[] blob = "a blob".getBytes(StandardCharsets.UTF_8);
		String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(blob));
		answers("PUT", "/catalog/blobs/" + digest, "a blob", 200);
		answers("PUT", "/catalog/blobs/" + digest, "another", 422);
		answers("PUT", "/catalog/blobs/xyz", "a blob", 400);
		String manifest = "{\"name\":\"app\",\"version\":\"1.0.0\",\"keywords\":[\"even\"],\"blobs\":[{\"path\":\"a.txt\",\"digest\":\""
				+ digest + "\"}]}";
		JsonNode published = answers("POST", "/catalog/packages", manifest, 201, 422);
		answers("POST", "/catalog/packages", "{", 400);
		get("/catalog/packages", 200);
		get("/catalog/packages?keyword=Even", 400);
		get("/catalog/packages/none", 404);
		get("/catalog/packages/none/1.0.0", 404);
		get("/catalog/packages/none/1.0.0/lock", 404);
		if (published.has("foundAs")) {
			answers("POST", "/catalog/packages", manifest, 200);
			get("/catalog/packages?limit=1", 200);
			get("/catalog/packages/app", 200);
			get("/catalog/packages/app/1.0.0", 200);
			get("/catalog/packages/app/1.0.0/lock", 200);
			get("/catalog/packages/app/1.0.0/blobs/" + digest, 200);
			answers("POST", "/catalog/packages/app/1.0.0/yank", "", 200);
			answers("DELETE", "/catalog/packages/app/1.0.0/yank", "", 200);
		}

		get("/caesar/accounts/" + account, 200, 404);
		get("/caesar/accounts/" + account + "/transfers?limit=1", 200, 404);
		get("/caesar/accounts/00000000000000000000000000000001", 200);
		get("/caesar/accounts/00000000000000000000000000000001/transfers?limit=1", 200);
		get("/caesar/accounts/x", 400);
		get("/caesar/transfers/" + "1".repeat(32), 404);
		JsonNode moved = answers("POST", "/caesar/transfers",
				"{\"credit\":\"" + "cd".repeat(32) + "\",\"amount\":1,\"code\":7}", 201, 422);
		if (moved.has("id")) {
			get("/caesar/transfers/" + moved.path("id").asString(), 200);
			answers("POST", "/caesar/transfers",
					"{\"linked\":[{\"id\":\"" + "2".repeat(32) + "\",\"credit\":\"" + "cd".repeat(32)
							+ "\",\"amount\":1},{\"id\":\"" + "3".repeat(32) + "\",\"kind\":\"pending\",\"credit\":\""
							+ "cd".repeat(32) + "\",\"amount\":1}]}",
					201);
			get("/caesar/transfers/" + "3".repeat(32), 200);
		}
		answers("POST", "/caesar/stake", "{\"bond\":1}", 201, 422);
		answers("POST", "/caesar/stake", "{\"bond\":\"much\"}", 400);

		get("/trustchain/root.pem", 200);
		get("/trustchain/log/checkpoint", 200);
		get("/trustchain/log/key", 200);
		get("/trustchain/witness/key", 200);
		get("/trustchain/foreign", 200);
		answers("PUT", "/trustchain/foreign/other.internal?pin=" + "0".repeat(64) + "&url=https://10.0.0.1/bundle", "",
				422);
		answers("PUT", "/trustchain/foreign/other.internal?pin=x&url=https://10.0.0.1/bundle", "", 400);
		answers("POST", "/trustchain/foreign/other.internal/validation", "x", 404);
		get("/trustchain/log/entries/0", 200);
		get("/trustchain/log/entries/999999", 404);
		get("/trustchain/log/entries/x", 400);
		get("/trustchain/log/proof?leaf=" + "0".repeat(64), 404);
		get("/trustchain/log/proof?leaf=x", 400);
		get("/trustchain/log/consistency?first=1&second=1", 200);
		get("/trustchain/log/consistency?first=x&second=1", 400);
		get("/ct/v1/get-sth", 200);
		get("/ct/v1/get-sth-consistency?first=1&second=1", 200);
		get("/ct/v1/get-sth-consistency?first=2&second=1", 400);
		get("/ct/v1/get-proof-by-hash?hash=" + "A".repeat(43) + "%3D&tree_size=1", 404);
		get("/ct/v1/get-proof-by-hash?hash=x&tree_size=1", 400);
		get("/ct/v1/get-entries?start=0&end=0", 200);
		get("/ct/v1/get-entries?start=1&end=0", 400);
		get("/ct/v1/get-roots", 200);
		get("/ct/v1/get-entry-and-proof?leaf_index=0&tree_size=1", 200);
		get("/ct/v1/get-entry-and-proof?leaf_index=1&tree_size=1", 400);
		get("/ct/log.v3.json", 200);
		get("/ct/checkpoint", 200);
		get("/ct/tile/none", 404);
		get("/ct/issuer/" + "0".repeat(64), 404);
		answers("POST", "/ct/v1/add-chain", "{\"chain\":[]}", 400);
		answers("POST", "/ct/v1/add-pre-chain", "{", 400);
		answers("POST", "/trustchain/tokens?life=PT5M", "", 201);
		answers("POST", "/trustchain/tokens?life=long", "", 400);
		answers("POST", "/trustchain/certificates", "no request", 400);
		get("/acme/directory", 200);
		get("/acme/renewal-info/none", 400);
		answers("POST", "/acme/new-account", "{}", 415);
		answers("POST", "/acme/order/none", "{}", 415);
		answers("POST", "/trustchain/acme/keys", "", 201);
		answers("PUT", "/trustchain/acme/challenges/www.local.internal/x", "", 400);
		answers("DELETE", "/trustchain/acme/challenges/www.local.internal/" + "A".repeat(43), "", 404);
		get("/audit?limit=1000", 200);
		get("/audit?limit=x", 400);
		get("/audit/checkpoint", 200);
		get("/audit/key", 200);
		get("/v3/api-docs", 200);
		matches("POST", "/hypermesh/assets", node.anybody(HttpRequest.newBuilder(node.https("/hypermesh/assets"))
			.POST(HttpRequest.BodyPublishers.ofString("{}"))));
		matches("GET", "/audit", node.anybody(HttpRequest.newBuilder(node.http("/audit"))));
		assertThat(seen).hasSizeGreaterThan(50);
	}

	private JsonNode get(String path, Integer... status) {
		return answers("GET", path, "", status);
	}

	private JsonNode answers(String method, String path, String body, Integer... status) {
		HttpResponse<String> response = node.operator(method, path, body);
		assertThat(response.statusCode()).as("%s %s: %s", method, path, response.body()).isIn((Object[]) status);
		return matches(method, path, response);
	}

	/** The status is described, and the body is what its schema says. */
	private JsonNode matches(String method, String target, HttpResponse<String> response) {
		String path = template(target.replaceFirst("\\?.*", ""));
		String status = Integer.toString(response.statusCode());
		JsonNode described = resolved(
				document.path("paths").path(path).path(method.toLowerCase(Locale.ROOT)).path("responses").path(status));
		assertThat(described.isMissingNode()).as("%s %s %s is described", method, path, status).isFalse();
		String type = response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
		JsonNode content = described.path("content").path(type);
		assertThat(content.isMissingNode()).as("%s %s %s %s is described", method, path, status, type).isFalse();
		for (String header : described.path("headers").propertyNames()) {
			if (!header.equals("Link")) {
				assertThat(response.headers().firstValue(header)).as("%s %s: %s", method, path, header).isPresent();
			}
		}
		seen.add(method + " " + path + " " + status);
		if (!type.endsWith("json")) {
			return document.path("no such thing");
		}
		JsonNode body = OneNode.json(response);
		assertThat(violations(content.path("schema"), response.body())).as("%s %s: %s", method, target, response.body())
			.isEmpty();
		if (body.has("next")) {
			assertThat(response.headers().firstValue("Link"))
				.contains("<" + body.path("next").asString() + ">; rel=\"next\"");
		}
		return body;
	}

	private static List<String> violations(JsonNode schema, String body) {
		ObjectNode whole = JsonMapper.shared().createObjectNode();
		whole.setAll((ObjectNode) schema);
		whole.set("components", document.path("components"));
		return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
			.getSchema(whole)
			.validate(body, InputFormat.JSON)
			.stream()
			.map(Object::toString)
			.toList();
	}

	/** The described path that a path is an example of. */
	private static String template(String path) {
		if (document.path("paths").has(path)) {
			return path;
		}
		return document.path("paths")
			.propertyNames()
			.stream()
			.filter(pattern -> path.matches(pattern.replaceAll("\\{[a-z]+}", "[^/]+")))
			.findFirst()
			.orElseThrow(() -> new AssertionError(path + " is not described"));
	}

	private static JsonNode resolved(JsonNode node) {
		return node.has("$ref") ? document.at(node.path("$ref").asString().substring(1)) : node;
	}

	private static List<String> parameters(JsonNode operation, String in) {
		return operation.path("parameters")
			.values()
			.stream()
			.map(ApiTests::resolved)
			.filter(parameter -> parameter.path("in").asString().equals(in))
			.map(parameter -> parameter.path("name").asString())
			.toList();
	}

	private static List<JsonNode> operations() {
		return document.path("paths")
			.values()
			.stream()
			.flatMap(item -> item.propertyNames().stream().filter(METHODS::contains).map(item::path))
			.toList();
	}

	private static List<String> tags() {
		return document.path("tags").values().stream().map(tag -> tag.path("name").asString()).toList();
	}

	private static List<String> pointers() {
		return document.findValuesAsString("$ref");
	}

	private static List<Map<String, Object>> parts() throws Exception {
		List<Map<String, Object>> parts = new ArrayList<>();
		for (URL part : Collections.list(ApiTests.class.getClassLoader().getResources("META-INF/web3/openapi.yaml"))) {
			try (InputStream in = part.openStream()) {
				parts.add(new Yaml().load(in));
			}
		}
		return parts;
	}

}
