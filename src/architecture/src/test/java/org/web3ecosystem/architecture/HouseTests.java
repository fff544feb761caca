package org.web3ecosystem.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.EvaluationResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every rule holds in the house, and bites where it is broken. */
class HouseTests {

	private static final JavaClasses HOUSE = new ClassFileImporter().importPaths(Repository.classes());

	private static final JavaClasses TESTS = new ClassFileImporter().importPaths(Repository.testClasses());

	private static final JavaClasses PLANTED = new ClassFileImporter().importPackages("planted");

	@ParameterizedTest
	@EnumSource
	void theHouseKeeps(HouseRule rule) {
		rule.rule().check(HOUSE);
	}

	@ParameterizedTest
	@EnumSource
	void theRuleBites(HouseRule rule) {
		EvaluationResult result = rule.rule().evaluate(PLANTED);
		assertThat(result.hasViolation()).isTrue();
		assertThat(result.getFailureReport().toString()).contains(rule.planted().getSimpleName());
	}

	@ParameterizedTest
	@EnumSource(names = { "ONLY_HASHGRAPH_KNOWS_THE_ENGINE", "KEYS_COME_FROM_CHANCE" })
	void testsKeep(HouseRule rule) {
		rule.rule().check(TESTS);
	}

	@Test
	void everyModuleIsLookedAt() throws IOException {
		try (Stream<Path> starters = Files.list(Repository.root().resolve("starters"))) {
			List<Path> sources = starters.map(starter -> starter.resolve("src/main/java"))
				.filter(Files::isDirectory)
				.toList();
			assertThat(sources).isNotEmpty()
				.allSatisfy(source -> assertThat(source.resolve("../../../target/classes")).isDirectory());
		}
		assertThat(HOUSE.contain("org.web3ecosystem.platform.PlatformApplication")).isTrue();
		assertThat(HOUSE.contain("org.web3ecosystem.configserver.ConfigServerApplication")).isTrue();
		assertThat(HOUSE.contain("org.web3ecosystem.spi.Offer")).isTrue();
	}

}
