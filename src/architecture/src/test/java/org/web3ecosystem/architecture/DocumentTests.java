package org.web3ecosystem.architecture;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.toml.TomlMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** Documents say what is so. */
class DocumentTests {

	private static final Pattern BLOCK = Pattern.compile("(?m)^```(\\w*)\\n(.*?)^```$", Pattern.DOTALL);

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(?:#[^)]*)?\\)");

	private static final Pattern TEST = Pattern.compile("\\[`(\\w+Tests)\\.(\\w+)`]\\(([^)]+)\\)");

	private static final List<String> SIX_QUESTIONS = List.of("What it is", "How to switch it on", "Properties",
			"Metrics and health", "What happens when it fails", "Limits");

	private static final List<String> PEOPLES_FOLDERS = List.of("target", ".git", "node_modules", "data");

	@Test
	void theTestCommandOfTheReadmeIsWhatCiRuns() throws IOException {
		List<String> commands = blocks(Repository.root().resolve("README.md")).stream()
			.filter(block -> block.language().isEmpty())
			.flatMap(block -> block.text().lines())
			.toList();
		assertThat(commands).startsWith("mvn spring-boot:run", "mvn -B verify");
		assertThat(Files.readAllLines(Repository.root().resolve(".ci/run"))).filteredOn(line -> line.startsWith("mvn "))
			.containsExactly("mvn -B verify");
	}

	@Test
	void theMapShowsEveryRoomAndNoOther() throws IOException {
		String readme = Files.readString(Repository.root().resolve("README.md"));
		List<String> drawn = Pattern.compile("(?m)^\\| `([a-z/-]+/)` \\|")
			.matcher(readme)
			.results()
			.map(match -> match.group(1))
			.toList();
		List<String> rooms = new ArrayList<>(List.of("platform-app/", "config-server/", "helm/"));
		rooms.addAll(folders("starters"));
		rooms.addAll(folders("src"));
		assertThat(drawn).containsExactlyInAnyOrderElementsOf(rooms);
	}

	@ParameterizedTest
	@MethodSource("documents")
	void whatADocumentShowsCanBeRead(Path document) throws IOException {
		for (Block block : blocks(document)) {
			assertThatCode(() -> {
				switch (block.language()) {
					case "toml" -> new TomlMapper().readTree(block.text());
					case "yaml" -> new Yaml().loadAll(block.text()).forEach(each -> assertThat(each).isNotNull());
					case "json" -> new JsonMapper().readTree(block.text());
					default -> assertThat(block.language()).isIn("", "text", "java", "mermaid", "sh", "bash", "xml",
							"console", "properties");
				}
			}).as("%s: %s", document, block.text()).doesNotThrowAnyException();
		}
	}

	@ParameterizedTest
	@MethodSource("documents")
	void whatADocumentPointsToIsThere(Path document) throws IOException {
		Matcher link = LINK.matcher(Files.readString(document).replaceAll("(?s)```.*?```|`[^`\\n]*`", ""));
		while (link.find()) {
			Path target = document.resolveSibling(link.group(1));
			assertThat(target).as("%s points to %s", document, link.group(1)).exists();
		}
	}

	@ParameterizedTest
	@MethodSource("documents")
	void aTestThatADocumentNamesIsThere(Path document) throws IOException {
		Matcher named = TEST.matcher(Files.readString(document));
		while (named.find()) {
			Path source = document.resolveSibling(named.group(3));
			assertThat(source).as("%s", document).exists().hasFileName(named.group(1) + ".java");
			assertThat(Files.readString(source)).as("%s names %s", document, named.group())
				.contains("void " + named.group(2) + "(");
		}
	}

	@Test
	void theThreeScenariosOfTheRoadmapAreNamedWithTheirTests() throws IOException {
		List<String> scenarios = Files.readAllLines(Repository.root().resolve("src/docs/guide/chaos.md"))
			.stream()
			.filter(line -> line.matches("\\| \\([abc]\\) .*"))
			.toList();
		assertThat(scenarios).hasSize(3).allMatch(line -> TEST.matcher(line).find());
	}

	@Test
	void theReadmeOfAStarterAnswersSixQuestionsInOrder() throws IOException {
		Map<Boolean, List<String>> starters = folders("starters").stream()
			.filter(folder -> !folder.contains("spi"))
			.collect(Collectors
				.partitioningBy(folder -> Files.exists(Repository.root().resolve(folder).resolve("README.md"))));
		for (String starter : starters.get(true)) {
			assertThat(Files.readAllLines(Repository.root().resolve(starter).resolve("README.md"))).as(starter)
				.filteredOn(line -> line.startsWith("## "))
				.map(line -> line.substring(3))
				.startsWith(SIX_QUESTIONS.toArray(String[]::new));
		}
	}

	static List<Path> documents() throws IOException {
		List<Path> documents = new ArrayList<>();
		Files.walkFileTree(Repository.root(), new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
				return PEOPLES_FOLDERS.contains(folder.getFileName().toString()) ? FileVisitResult.SKIP_SUBTREE
						: FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
				if (file.toString().endsWith(".md")) {
					documents.add(file);
				}
				return FileVisitResult.CONTINUE;
			}

		});
		assertThat(documents).isNotEmpty();
		return documents;
	}

	private static List<String> folders(String parent) throws IOException {
		try (Stream<Path> children = Files.list(Repository.root().resolve(parent))) {
			return children.filter(Files::isDirectory)
				.filter(child -> Stream.of("pom.xml", "src", "adr", "checkstyle.xml")
					.anyMatch(mark -> Files.exists(child.resolve(mark))))
				.map(child -> parent + "/" + child.getFileName() + "/")
				.toList();
		}
	}

	private static List<Block> blocks(Path document) throws IOException {
		return BLOCK.matcher(Files.readString(document))
			.results()
			.map(match -> new Block(match.group(1), match.group(2)))
			.toList();
	}

	/** A fenced block. */
	private record Block(String language, String text) {
	}

}
