package org.web3ecosystem.platform.edge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.PortInUseException;
import org.web3ecosystem.spitest.Loopback;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WebPortsTests {

	private final HttpServer server = HttpServer.create()
		.handle((request, response) -> response.sendString(Mono.just("here")));

	private final List<InetAddress> both = List.of(Loopback.IPV4, Loopback.ipv6());

	@Test
	void everyAddressIsServedUntilAllAreClosed() throws Exception {
		int port = Loopback.freePort();
		WebPorts ports = WebPorts.bind(server, both, port);
		assertThat(get("127.0.0.1", port)).isEqualTo("here");
		assertThat(get("[::1]", port)).isEqualTo("here");
		ports.close();
		try (ServerSocket again = new ServerSocket(port, 1, both.getLast())) {
			assertThat(again.isBound()).isTrue();
		}
	}

	@Test
	void aPortThatIsTakenAtOneAddressIsSaidAndHeldAtNone() throws IOException {
		int port = Loopback.freePort();
		try (ServerSocket taken = new ServerSocket(port, 1, both.getLast())) {
			assertThat(taken.isBound()).isTrue();
			assertThatExceptionOfType(PortInUseException.class).isThrownBy(() -> WebPorts.bind(server, both, port))
				.matches(failure -> failure.getPort() == port);
			try (ServerSocket free = new ServerSocket()) {
				free.bind(new InetSocketAddress(both.getFirst(), port));
				assertThat(free.isBound()).isTrue();
			}
		}
	}

	private static String get(String host, int port) throws Exception {
		try (HttpClient client = HttpClient.newHttpClient()) {
			return client
				.send(HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + "/")).build(),
						HttpResponse.BodyHandlers.ofString())
				.body();
		}
	}

}
