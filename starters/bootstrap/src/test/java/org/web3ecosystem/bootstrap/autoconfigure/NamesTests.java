package org.web3ecosystem.bootstrap.autoconfigure;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.reactive.function.client.WebClient;

import org.web3ecosystem.bootstrap.TestFederation;
import org.web3ecosystem.bootstrap.resolver.ZoneResolverGroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The zone's names in an application that does nothing for it. */
class NamesTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@TempDir
	Path directory;

	private DisposableServer server;

	@BeforeEach
	void serve() {
		server = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.route(routes -> routes.get("/", (request, response) -> response.sendString(Mono.just("hello"))))
			.bindNow(PATIENCE);
	}

	@AfterEach
	void stop() {
		server.disposeNow(PATIENCE);
	}

	@Test
	void theWebClientThatSpringMakesReachesHostsOfTheZoneAndOthersAsBefore() {
		try (ConfigurableApplicationContext node = start()) {
			assertThat(get(node, "node2.node.test.internal")).isEqualTo("hello");
			assertThat(get(node, "NODE2.node.test.internal")).isEqualTo("hello");
			assertThat(get(node, "localhost")).isEqualTo("hello");
			assertThat(get(node, "127.0.0.1")).isEqualTo("hello");
			assertThatThrownBy(() -> get(node, "absent.node.test.internal"))
				.hasCauseInstanceOf(UnknownHostException.class)
				.hasMessageContaining("absent.node.test.internal");
		}
	}

	@Test
	void aClientOfReactorNettyTakesTheResolverFromTheContext() {
		try (ConfigurableApplicationContext node = start()) {
			String answer = HttpClient.create()
				.resolver(node.getBean(ZoneResolverGroup.class))
				.get()
				.uri("http://node3.node.test.internal:" + server.port() + "/")
				.responseContent()
				.aggregate()
				.asString()
				.block(PATIENCE);
			assertThat(answer).isEqualTo("hello");
		}
	}

	@Test
	void theWebClientCanBeLeftAsItIs() {
		try (ConfigurableApplicationContext node = start("--web3.bootstrap.dns.web-client=false")) {
			assertThat(node.getBeansOfType(ClientHttpConnectorBuilderCustomizer.class))
				.doesNotContainKey("zoneNamesInWebClient");
			assertThat(node.getBeansOfType(ZoneResolverGroup.class)).hasSize(1);
		}
	}

	@Test
	void twoNodesOfOneVirtualMachineEachKnowTheirOwnZone() {
		TestFederation another = TestFederation.of(4);
		try (ConfigurableApplicationContext node = start();
				ConfigurableApplicationContext other = PhaseWalkTests.start(another.home(1, directory))) {
			assertThat(node.getBean(ZoneResolverGroup.class)).isNotSameAs(other.getBean(ZoneResolverGroup.class));
			assertThat(get(node, "node2.node.test.internal")).isEqualTo("hello");
			assertThat(get(other, "node2.node.test.internal")).isEqualTo("hello");
		}
	}

	@Test
	void theWholeVirtualMachineKnowsTheZoneIfOneNodeOfItWantsThat() throws IOException, InterruptedException {
		Path home = TestFederation.of(4).home(0, directory);
		Path second = TestFederation.of(4).home(1, directory);
		Process machine = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
				WholeMachine.class.getName(), home.toString(), second.toString())
			.redirectErrorStream(true)
			.start();
		String said = new String(machine.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(machine.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(said.lines().filter(line -> line.startsWith("> ")).toList()).as(said)
			.isEqualTo(List.of("> localhost: known", "> active: true", "> node2: [node2.node.test.internal/127.0.0.1]",
					"> absent: unknown", "> localhost: known", "> another node: refused",
					"> another node, afterwards: started"));
	}

	private ConfigurableApplicationContext start(String... arguments) {
		return PhaseWalkTests.start(TestFederation.of(4).home(0, directory), arguments);
	}

	private String get(ConfigurableApplicationContext node, String host) {
		return node.getBean(WebClient.Builder.class)
			.build()
			.get()
			.uri("http://" + host + ":" + server.port() + "/")
			.retrieve()
			.bodyToMono(String.class)
			.block(PATIENCE);
	}

}
