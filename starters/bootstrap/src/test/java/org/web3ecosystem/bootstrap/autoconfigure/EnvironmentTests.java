package org.web3ecosystem.bootstrap.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

import org.web3ecosystem.bootstrap.TestFederation;
import org.web3ecosystem.bootstrap.TestTables;
import org.web3ecosystem.bootstrap.home.NodeHome;
import org.web3ecosystem.bootstrap.phase.Journal;
import org.web3ecosystem.bootstrap.table.Marks;
import org.web3ecosystem.bootstrap.table.PhaseTable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What a person writes reaches the table, and what is wrong is said once and clearly. */
@ExtendWith(OutputCaptureExtension.class)
class EnvironmentTests {

	@TempDir
	Path directory;

	@Test
	void everySourceIsNamedSoThatAConfigServerTellsThemApart() throws IOException {
		List<PropertySource<?>> sources = new TomlPropertySourceLoader().load("quick",
				new ClassPathResource("quick.toml"));
		assertThat(sources).extracting(PropertySource::getName)
			.containsExactly("quick (document #0)", "quick (document #1)", "quick (document #2)", "quick (document #3)",
					"quick (document #4)");
		assertThat(sources.get(0).getProperty("spring.profiles.active")).isEqualTo("phase-0");
		assertThat(sources.get(4).getProperty("spring.config.activate.on-profile")).isEqualTo("phase-3");
	}

	@Test
	void aConfigServerNamesNoProfileToItsClients() throws IOException {
		List<PropertySource<?>> sources = new TomlPropertySourceLoader(true).load("quick",
				new ClassPathResource("quick.toml"));
		assertThat(sources).hasSize(5).noneMatch(source -> source.containsProperty("spring.profiles.active"));
		assertThat(sources.get(0).getProperty("web3.phases.current-phase")).isEqualTo(0);
	}

	@Test
	void theRowOfTheInitialPhaseIsActive() {
		assertThat(environment().getActiveProfiles()).containsExactly("phase-0");
		assertThat(environment().getProperty("web3.phase.dns-mode")).isEqualTo("traditional");
		assertThat(environment().getProperty("web3.offers.hypermesh", Boolean.class)).isTrue();
	}

	@Test
	void theDiskThatIsLookedAtIsTheHomesUnlessAnotherIsNamed() {
		String path = "management.health.diskspace.path";
		assertThat(environment("--web3.node.home=/somewhere/node1").getProperty(path)).isEqualTo("/somewhere/node1");
		assertThat(environment().getProperty(path)).isEqualTo(".");
		assertThat(environment("--web3.node.home=/somewhere/node1", "--" + path + "=/other").getProperty(path))
			.isEqualTo("/other");
	}

	@Test
	void aPhaseNamedOnTheCommandLineWins() {
		ConfigurableEnvironment environment = environment("--spring.profiles.active=phase-2");
		assertThat(environment.getActiveProfiles()).containsExactly("phase-2");
		assertThat(environment.getProperty("web3.phase.dns-mode")).isEqualTo("federated_primary");
	}

	@Test
	void otherProfilesDoNotCostThePhasesRow() {
		ConfigurableEnvironment environment = environment("--spring.profiles.active=node");
		assertThat(environment.getActiveProfiles()).containsExactly("node", "phase-0");
		assertThat(environment.getProperty("web3.phase.cert-mode")).isEqualTo("self_signed");
	}

	@Test
	void aStrongerPropertyOverridesACellOfTheTable() {
		Path home = TestFederation.of(1).home(0, directory);
		try (ConfigurableApplicationContext context = PhaseWalkTests.start(home)) {
			PhaseTable table = context.getBean(PhaseTable.class);
			assertThat(table.gates().minHealthy()).isEqualTo(Duration.ofMillis(50));
		}
		try (ConfigurableApplicationContext context = node(home, "--web3.phases.gates.min-healthy=70ms",
				"--web3.phases.phase-3.deadline=7m")) {
			PhaseTable table = context.getBean(PhaseTable.class);
			assertThat(table.gates().minHealthy()).isEqualTo(Duration.ofMillis(70));
			assertThat(table.row(3).deadline()).isEqualTo(Duration.ofMinutes(7));
			assertThat(table.dependencies().toStart("hypermesh", Marks.NONE)).hasSize(2);
		}
	}

	@Test
	void theTableThatShipsBindsToItself() throws IOException {
		Path home = TestFederation.of(1).home(0, directory);
		Path file = Files.writeString(directory.resolve("bootstrap.toml"), TestTables.shippedText());
		try (ConfigurableApplicationContext context = node(home, "--spring.config.import=file:" + file)) {
			assertThat(context.getBean(PhaseTable.class)).isEqualTo(TestTables.shipped());
		}
	}

	@Test
	void aBrokenTableIsExplainedWithItsLine(CapturedOutput output) throws IOException {
		Path file = Files.writeString(directory.resolve("bootstrap.toml"),
				TestTables.shippedText().replace("\"hybrid\"", "\"hybird\""));
		Throwable failure = catchThrowable(
				() -> node(TestFederation.of(1).home(0, directory), "--spring.config.import=file:" + file));
		assertThat(failure).isNotNull();
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("bootstrap.toml, line 15: unknown dns_mode \"hybird\"")
			.contains("Write one of: traditional, hybrid");
	}

	@Test
	void anImpossibleOverrideIsExplainedWithItsProperty() {
		Throwable failure = catchThrowable(
				() -> node(TestFederation.of(1).home(0, directory), "--web3.phases.phase-2.cert-mode=self_signed"));
		assertThat(analysis(failure).getDescription()).contains("property web3.phases.phase-2.cert-mode")
			.contains("gets weaker");
	}

	@Test
	void aMissingHomeIsExplained() {
		assertThat(analysis(catchThrowable(() -> node(null))).getDescription()).startsWith("web3.node.home is not set");
		assertThat(analysis(catchThrowable(() -> node(directory.resolve("nowhere")))).getAction()).contains("init");
	}

	@ParameterizedTest
	@ValueSource(strings = { "face.de", "localhost", "1.2.3", "::1,face.de", "fe80::1%lo" })
	void aWordIsNoAddressToListenAt(String bind) {
		Path home = TestFederation.of(1).home(0, directory);
		FailureAnalysis analysis = analysis(catchThrowable(() -> node(home, "--web3.node.bind-address=" + bind)));
		assertThat(analysis.getDescription()).startsWith("web3.node.bind-address cannot be used: not an IP literal");
		assertThat(analysis.getAction()).contains("127.0.0.1,::1").contains("not looked up");
	}

	@Test
	void aWordIsNoResolver() {
		Path home = TestFederation.of(1).home(0, directory);
		Throwable failure = catchThrowable(() -> node(home, "--web3.bootstrap.dns.resolvers=10.0.0.1,face.de:53"));
		assertThat(analysis(failure).getDescription()).contains("web3.bootstrap.dns.resolvers").contains("face.de");
	}

	@ParameterizedTest
	@CsvSource({ "timeout=1m,50ms to 3s", "stale-after=10s,0s to 3s", "max-stale=30d,0s to 168h",
			"max-ttl=0s,1s to 168h", "max-negative-ttl=1d,1s to 3h", "cache-entries=-1,0 to 1000000",
			"cache-size=2GB,below 1GB", "trust-anchors=/nowhere/root.ds,cannot be used" })
	void aLimitOfLookingUpForeignNamesThatCannotBeIsRefused(String setting, String said) {
		Path home = TestFederation.of(1).home(0, directory);
		Throwable failure = catchThrowable(() -> node(home, "--web3.bootstrap.dns." + setting));
		assertThat(analysis(failure).getDescription())
			.startsWith("web3.bootstrap.dns." + setting.substring(0, setting.indexOf('=')))
			.contains(said);
	}

	@Test
	void aMisspeltSettingIsRefusedWithTheNearestThatThereIs() {
		Path home = TestFederation.of(1).home(0, directory);
		FailureAnalysis analysis = analysis(catchThrowable(() -> node(home, "--web3.bootstrap.dns.timeuot=1s")));
		assertThat(analysis.getDescription()).startsWith("web3.bootstrap.dns.timeuot cannot be used: no component has")
			.contains("web3.bootstrap.dns.timeout was meant");
	}

	@Test
	void aSettingThatLooksLikeNoneIsRefusedWithoutAGuess() {
		Path home = TestFederation.of(1).home(0, directory);
		FailureAnalysis analysis = analysis(catchThrowable(() -> node(home, "--web3.economy.inflation=2")));
		assertThat(analysis.getDescription()).startsWith("web3.economy.inflation cannot be used")
			.doesNotContain("meant");
	}

	@Test
	void anAddressOfAnotherMachineIsExplainedAndNothingIsWritten() {
		Path home = TestFederation.of(1).home(0, directory);
		Throwable failure = catchThrowable(() -> node(home, "--web3.node.bind-address=127.0.0.1,192.0.2.7"));
		assertThat(analysis(failure).getDescription()).contains("192.0.2.7").contains("does not have");
		assertThat(NodeHome.folder(home)).doesNotExist();
	}

	@Test
	void aWrongGenesisIsExplained() throws IOException {
		Path home = TestFederation.of(1).home(0, directory);
		Files.write(home.resolve(NodeHome.GENESIS), new byte[] { 1, 2, 3 });
		assertThat(analysis(catchThrowable(() -> node(home))).getDescription()).contains("genesis document");
	}

	@Test
	void anInitialPhaseAboveZeroIsRefusedOnAnEmptyDirectory() {
		Path home = TestFederation.of(1).home(0, directory);
		Throwable failure = catchThrowable(() -> node(home, "--web3.phases.current-phase=2"));
		assertThat(analysis(failure).getDescription()).contains("journal is empty");
		assertThat(Journal.history(home.resolve("bootstrap/journal"))).isEmpty();
	}

	@Test
	void aDamagedJournalIsExplained() throws IOException {
		Path home = TestFederation.of(1).home(0, directory);
		Files.createDirectory(home.resolve("bootstrap"));
		Files.writeString(home.resolve("bootstrap/journal"), "not a journal\n");
		assertThat(analysis(catchThrowable(() -> node(home))).getAction()).contains("reset");
	}

	@Test
	void noTableAtAllIsExplained() {
		Throwable failure = catchThrowable(() -> run("--web3.node.home=" + TestFederation.of(1).home(0, directory),
				"--spring.config.import=optional:classpath:nothing.toml"));
		assertThat(analysis(failure).getDescription()).contains("there is no table of phases");
	}

	private static FailureAnalysis analysis(Throwable failure) {
		assertThat(failure).as("it started").isNotNull();
		FailureAnalysis analysis = new BootstrapFailureAnalyzer().analyze(failure);
		assertThat(analysis).as("nobody explains %s", failure).isNotNull();
		return analysis;
	}

	private static ConfigurableEnvironment environment(String... arguments) {
		SpringApplication application = new SpringApplicationBuilder(Nothing.class).web(WebApplicationType.NONE)
			.registerShutdownHook(false)
			.build();
		String[] all = new String[arguments.length + 1];
		System.arraycopy(arguments, 0, all, 1, arguments.length);
		all[0] = "--spring.config.import=classpath:quick.toml";
		try (ConfigurableApplicationContext context = application.run(all)) {
			return context.getEnvironment();
		}
	}

	private static ConfigurableApplicationContext node(Path home, String... arguments) {
		List<String> all = new ArrayList<>(List.of("--spring.config.import=classpath:quick.toml"));
		if (home != null) {
			all.add("--web3.node.home=" + home);
		}
		all.addAll(List.of(arguments));
		return run(all.toArray(String[]::new));
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		return new SpringApplicationBuilder(PhaseWalkTests.TestNode.class).web(WebApplicationType.NONE)
			.registerShutdownHook(false)
			.run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

}
