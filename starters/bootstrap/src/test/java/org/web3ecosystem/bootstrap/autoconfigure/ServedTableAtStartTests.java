package org.web3ecosystem.bootstrap.autoconfigure;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import org.web3ecosystem.bootstrap.TestFederation;
import org.web3ecosystem.bootstrap.TestTables;
import org.web3ecosystem.bootstrap.table.PhaseTable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

@ExtendWith(OutputCaptureExtension.class)
class ServedTableAtStartTests {

	/** The deadline of phase 3 where the table has none. */
	private static final Duration QUICK = Duration.ofMinutes(5);

	@TempDir
	private Path directory;

	private Path home;

	private HttpServer server;

	private volatile String served = "";

	private final List<String> asked = new ArrayList<>();

	@BeforeEach
	void start() throws IOException {
		home = TestFederation.of(1).home(0, directory);
		server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", this::answer);
		server.start();
		serve("7m");
	}

	@AfterEach
	void stop() {
		server.stop(0);
	}

	@Test
	void aNodeStartsWithWhatIsServed() {
		try (ConfigurableApplicationContext node = node("optional:", "--web3.bootstrap.config-server.refresh=0s")) {
			assertThat(deadline(node)).isEqualTo(Duration.ofMinutes(7));
			assertThat(node.getEnvironment().getActiveProfiles()).containsExactly("phase-0");
			assertThat(node.getEnvironment().getProperty("web3.phase.dns-mode")).isEqualTo("traditional");
		}
		assertThat(asked).containsExactly("/web3-platform/phase-0");
	}

	@Test
	void theCommandLineIsStronger() {
		try (ConfigurableApplicationContext node = node("optional:", "--web3.phases.phase-3.deadline=8m")) {
			assertThat(deadline(node)).isEqualTo(Duration.ofMinutes(8));
		}
	}

	@Test
	void whileTheServerIsAwayTheLastGoodCopyIsServed(CapturedOutput output) {
		node("optional:").close();
		server.stop(0);
		try (ConfigurableApplicationContext node = node("optional:")) {
			assertThat(deadline(node)).isEqualTo(Duration.ofMinutes(7));
		}
		try (ConfigurableApplicationContext node = node("")) {
			assertThat(deadline(node)).isEqualTo(Duration.ofMinutes(7));
		}
		assertThat(output).contains("table not served").contains("the last good copy").contains("cannot be reached");
	}

	@Test
	void withoutAServerAndACopyTheFilesOfTheNodeCount() {
		server.stop(0);
		try (ConfigurableApplicationContext node = node("optional:")) {
			assertThat(deadline(node)).isEqualTo(QUICK);
		}
		assertThat(catchThrowable(() -> node(""))).hasMessageContaining("table of phases at http://127.0.0.1");
		assertThat(home.resolve("bootstrap/served.json")).doesNotExist();
	}

	@Test
	void anImpossibleTableIsNotTaken(CapturedOutput output) throws IOException {
		node("optional:").close();
		served = served.replace("federated_only", "federated_onyl");
		try (ConfigurableApplicationContext node = node("optional:")) {
			assertThat(node.getEnvironment().getProperty("web3.phases.phase-3.dns-mode")).isEqualTo("federated_only");
		}
		assertThat(output).contains("table not served").contains("unknown dns_mode \"federated_onyl\"");
		Files.delete(home.resolve("bootstrap/served.json"));
		assertThat(catchThrowable(() -> node("optional:"))).hasMessageContaining("unknown dns_mode");
		assertThat(home.resolve("bootstrap/served.json")).doesNotExist();
	}

	@Test
	void aTableThatEndsTheStartDoesNotBecomeTheCopy() throws IOException {
		node("optional:").close();
		serve("9m");
		assertThat(catchThrowable(() -> node("optional:", "--web3.bootstrap.dns.timeout=1m"))).isNotNull();
		server.stop(0);
		try (ConfigurableApplicationContext node = node("optional:")) {
			assertThat(deadline(node)).isEqualTo(Duration.ofMinutes(7));
		}
	}

	@Test
	void whatIsNoTableIsNotTaken(CapturedOutput output) {
		served = served.replaceFirst("\\{\"web3", "{\"web3.node.home\":\"/nowhere\",\"web3.made.up\":1,\"web3");
		try (ConfigurableApplicationContext node = node("")) {
			assertThat(node.getEnvironment().getProperty("web3.node.home")).isEqualTo(home.toString());
		}
		assertThat(output).contains("ignored=2");
	}

	@Test
	void aDamagedCopyIsNone() throws IOException {
		node("optional:").close();
		Files.writeString(home.resolve("bootstrap/served.json"), "{");
		server.stop(0);
		try (ConfigurableApplicationContext node = node("optional:")) {
			assertThat(deadline(node)).isEqualTo(QUICK);
		}
	}

	@Test
	void anAddressThatIsNoneIsExplained(CapturedOutput output) {
		assertThat(catchThrowable(() -> run("configserver:ftp://host"))).isNotNull();
		assertThat(output).contains("spring.config.import cannot be used")
			.contains("configserver:http://127.0.0.1:8888");
	}

	private static Duration deadline(ConfigurableApplicationContext node) {
		return node.getBean(PhaseTable.class).row(3).deadline();
	}

	private ConfigurableApplicationContext node(String optional, String... more) {
		return run(
				"classpath:quick.toml," + optional + "configserver:http://127.0.0.1:" + server.getAddress().getPort(),
				more);
	}

	private ConfigurableApplicationContext run(String imports, String... more) {
		List<String> arguments = new ArrayList<>(List.of("--spring.config.import=" + imports,
				"--web3.node.home=" + home, "--spring.application.name=web3-platform"));
		arguments.addAll(List.of(more));
		return new SpringApplicationBuilder(PhaseWalkTests.TestNode.class).web(WebApplicationType.NONE)
			.registerShutdownHook(false)
			.run(arguments.toArray(String[]::new));
	}

	/** The table that ships, with another deadline for phase 3. */
	private void serve(String deadline) throws IOException {
		String text = TestTables.shippedText().replace("\"5m\"", "\"" + deadline + "\"");
		List<Map<String, Object>> sources = new ArrayList<>();
		for (PropertySource<?> source : new TomlPropertySourceLoader(true).load("table",
				new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)))) {
			Map<String, Object> properties = new LinkedHashMap<>();
			for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
				properties.put(name, source.getProperty(name));
			}
			Object profile = properties.get("spring.config.activate.on-profile");
			if (profile == null || profile.equals("phase-0")) {
				properties.remove("spring.config.activate.on-profile");
				sources.addFirst(Map.of("name", source.getName(), "source", properties));
			}
		}
		served = JsonMapper.shared().writeValueAsString(Map.of("name", "web3-platform", "propertySources", sources));
	}

	private void answer(HttpExchange exchange) throws IOException {
		asked.add(exchange.getRequestURI().getPath());
		byte[] body = served.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(200, body.length);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(body);
		}
	}

}
