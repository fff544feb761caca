package org.web3ecosystem.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What an editor shows of a setting is there, and true of all that bind it. */
class SettingTests {

	private static final JsonMapper JSON = new JsonMapper();

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	/** What no setting is at first; of others the default is in the metadata. */
	private static final List<String> EMPTY_AT_FIRST = List.of("java.util.List", "java.util.Map", "java.util.Set");

	@ParameterizedTest
	@MethodSource("modules")
	void everySettingIsDescribedAndHasADefaultOrIsSaidToHaveNone(Path metadata) throws IOException {
		Map<String, String> unsaid = new TreeMap<>();
		for (JsonNode setting : JSON.readTree(Files.readAllBytes(metadata)).path("properties")) {
			String name = setting.path("name").asString();
			String description = setting.path("description").asString("");
			if (description.isBlank()) {
				unsaid.put(name, "has no description");
			}
			else if (!hasDefault(setting)
					&& !description.matches("(?s).*\\b(by\\s+default|none|nothing|needed)\\b.*")) {
				unsaid.put(name, "has no default, and its description does not say what that means");
			}
		}
		assertThat(unsaid).as("%s", metadata).isEmpty();
	}

	private static boolean hasDefault(JsonNode setting) {
		String type = setting.path("type").asString("");
		return setting.has("defaultValue") || EMPTY_AT_FIRST.stream().anyMatch(type::startsWith);
	}

	static Stream<Path> modules() {
		return Repository.classes().stream().map(classes -> classes.resolve(METADATA)).filter(Files::isRegularFile);
	}

}
