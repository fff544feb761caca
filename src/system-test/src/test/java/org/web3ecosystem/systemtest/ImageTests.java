package org.web3ecosystem.systemtest;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.web3ecosystem.systemtest.harness.Container;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.Program;
import org.web3ecosystem.systemtest.harness.Scratch;

import static org.assertj.core.api.Assertions.assertThat;

/** The image, in an engine, as restricted as the chart has it. */
@SystemTest
@EnabledIfSystemProperty(named = "web3.image", matches = ".+", disabledReason = "the image is built with -Pimage")
class ImageTests {

	private static final long MOST = 150_000_000;

	private String image = "";

	@BeforeAll
	void load() {
		Path scratch = Scratch.directory(getClass());
		image = Container.load(Path.of(System.getProperty("web3.image")), scratch);
		long compressed = Container.compressed(scratch);
		Figures.note("image, compressed", compressed / 1_000_000 + " MB", "≤ 150 MB");
		assertThat(compressed).isLessThan(MOST);
	}

	@Test
	void theJvmStartsOnlyWithTheCacheThatIsInTheImage() {
		Program started = Container.run(List.of("--entrypoint=java"), image, "-XX:AOTMode=on",
				"-XX:AOTCache=/app/platform-app.aot", "-jar", "/app/platform-app.jar", "version");

		assertThat(started.successfully()).startsWith("platform-app ");
		assertThat(Container
			.run(List.of("--entrypoint=java"), image, "-XX:AOTMode=on", "-XX:AOTCache=/app/platform-app.aot", "-cp",
					"/app/lib/*", "org.web3ecosystem.platform.launch.Launcher", "version")
			.exit()).as("with another class path").isNotZero();
	}

	@Test
	void fourNodesAreInPhase3AsNobodyOnARootThatCannotBeWrittenTo() {
		try (Container federation = Container.start(image, "local")) {
			Program status = federation.exec("status", "--wait", "--for=phase=3", "--timeout=170s");

			assertThat(status.successfully()).startsWith("phase 3 ");
			assertThat(federation.user()).isEqualTo("10001:10001");
		}
	}

}
