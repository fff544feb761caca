package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Platform;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application that is not ours, with starters out of the packaged jar on its class
 * path, in a federation it has joined: it finds the zone's names by the JDK and by the
 * WebClient that Spring Boot makes, with no code for it. It has no ledger; the validators
 * are asked over STOQ.
 */
@SystemTest
class ApplicationTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	private static final String WEB = "web." + FederationContract.ZONE;

	private static final String FAR = "far." + FederationContract.ZONE;

	/** Spring Boot's module for it, which the platform itself does without. */
	private static final List<Path> WEB_CLIENT = Stream
		.of(WebClientAutoConfiguration.class, ClientHttpConnectorBuilderCustomizer.class)
		.map(each -> Path.of(URI.create(each.getProtectionDomain().getCodeSource().getLocation().toString())))
		.toList();

	private static final Path TABLE = Path
		.of(System.getProperty("web3.root", "../.."), "platform-app/src/main/resources/bootstrap.toml")
		.toAbsolutePath();

	@Test
	void theZonesNamesAreFoundByInetAddressAndByWebClient() throws IOException {
		Path directory = Scratch.directory(getClass());
		try (Processes federation = new Processes(directory)) {
			federation.start();
			federation.awaitPhase(3);
			register(federation, WEB, "A 127.0.0.1");
			register(federation, FAR, "A 192.0.2.5");
			assertThatExceptionOfType(UnknownHostException.class).as("to others")
				.isThrownBy(() -> InetAddress.getByName(FAR));

			Path home = directory.resolve("application");
			String token = Platform.run("token", "create", "--home=" + federation.node(1).home(), "--ttl=15m")
				.successfully()
				.strip();
			int offset = federation.ports().offset() + 400;
			Platform.run("join", "--token=" + token, "--home=" + home, "--name=application", "--port-offset=" + offset)
				.successfully();
			TestNode application = federation.joined("application", home, 5);
			federation.start(application, command(directory, application));

			Awaitility.await("an application that answers; see " + application.log())
				.atMost(PATIENCE)
				.ignoreExceptions()
				.until(() -> !federation.isRunning(application)
						|| said(application, "/addresses/" + FAR).equals("192.0.2.5"));
			assertThat(federation.isRunning(application)).as("see %s", application.log()).isTrue();
			assertThat(said(application, "/addresses/nobody." + FederationContract.ZONE))
				.contains("UnknownHostException", "there is no such name");
			assertThat(said(application, "/fetched?url=http://" + WEB + ":" + federation.node(1).http("").getPort()
					+ "/actuator/health/liveness"))
				.contains("\"status\":\"UP\"");
		}
	}

	private static List<String> command(Path directory, TestNode application) throws IOException {
		Path jar = Platform.extracted(directory.resolve("extracted"));
		Path source = Path.of(ApplicationTests.class.getResource("/application/Application.java").getPath());
		try (Stream<Path> jars = Files.list(jar.resolveSibling("lib"))) {
			return Platform.application(Stream.concat(jars, WEB_CLIENT.stream()).toList(), source,
					List.of("--spring.main.banner-mode=off", "--web3.node.home=" + application.home(),
							"--spring.config.import=file:" + application.home().resolve("node.properties") + ",file:"
									+ TABLE,
							"--server.port=" + application.http("").getPort(), "--web3.bootstrap.dns.jvm-wide=true",
							"--management.endpoints.web.exposure.include=health,bootstrap"));
		}
	}

	private static String said(TestNode application, String path) {
		return application.get(path).body();
	}

	private static void register(Processes federation, String name, String record) {
		TestNode first = federation.node(1);
		Awaitility.await("an operator")
			.atMost(PATIENCE)
			.until(() -> Files.exists(first.home().resolve("operator/operator.pem")));
		HttpResponse<String> done = Operator.of(federation.root(), first.home())
			.put(first.https("/hypermesh/names/" + name), "application/json",
					("{\"records\": [\"" + record + "\"]}").getBytes(StandardCharsets.UTF_8));
		assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
	}

}
