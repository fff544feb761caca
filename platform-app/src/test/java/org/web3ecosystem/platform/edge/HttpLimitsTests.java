package org.web3ecosystem.platform.edge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HttpLimitsTests {

	private final List<Socket> open = new ArrayList<>();

	private DisposableServer server = serve(3, 2, Duration.ofSeconds(30), Duration.ofMinutes(2));

	@AfterEach
	void close() throws IOException {
		for (Socket socket : open) {
			socket.close();
		}
		server.disposeNow();
	}

	@Test
	void oneMoreThanTheLimitIsClosedUntilOneIsGone() throws IOException {
		Socket first = connect("127.0.0.1");
		assertThat(isServed(first)).isTrue();
		assertThat(isServed(connect("127.0.0.2"))).isTrue();
		assertThat(isServed(connect("127.0.0.3"))).isTrue();
		assertThat(isServed(connect("127.0.0.4"))).isFalse();
		assertThat(isServed(first)).as("those that are there stay").isTrue();

		first.close();

		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> isServed(connect("127.0.0.4")));
	}

	@Test
	void oneAddressDoesNotTakeAllOfThem() throws IOException {
		Socket first = connect("127.0.0.1");
		assertThat(isServed(first)).isTrue();
		assertThat(isServed(connect("127.0.0.1"))).isTrue();
		assertThat(isServed(connect("127.0.0.1"))).isFalse();
		assertThat(isServed(connect("127.0.0.2"))).as("room for another").isTrue();

		first.close();

		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> isServed(connect("127.0.0.1")));
	}

	@Test
	void silenceIsEnded() throws IOException {
		server.disposeNow();
		server = serve(3, 2, Duration.ofMillis(200), Duration.ofMinutes(2));
		Socket silent = connect("127.0.0.1");
		silent.setSoTimeout(5000);
		assertThat(silent.getInputStream().read()).as("end of the stream").isEqualTo(-1);
	}

	/** Never silent for long, and never done. */
	@Test
	void aBodyThatDripsIsEnded() throws IOException {
		server.disposeNow();
		server = serve(3, 2, Duration.ofSeconds(30), Duration.ofMillis(400));
		Socket slow = connect("127.0.0.1");
		slow.getOutputStream()
			.write("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"
				.getBytes(StandardCharsets.US_ASCII));
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(50))
			.until(() -> hasEnded(slow));
	}

	/** Sends one byte more, if anybody still takes it. */
	private static boolean hasEnded(Socket slow) {
		try {
			slow.getOutputStream().write('x');
			return slow.getInputStream().available() > 0;
		}
		catch (IOException closed) {
			return true;
		}
	}

	@ParameterizedTest
	@CsvSource({ "http.connections, 0", "http.connections, 70000", "http.connections-per-source, 0",
			"http.connections-per-source, 513", "http.silence, 0s", "http.silence, 2h", "http.request, 0s",
			"http.request, 2h", "http.silence, -1s", "http.body-rate, 0B", "http.body-rate, 2MB", "http.body-grace, 0s",
			"http.body-grace, 2h", "anonymous-writes.per-second, 0", "anonymous-writes.burst, 0",
			"audit.file-size, 1KB", "audit.file-size, 2GB", "audit.files, 1", "audit.refusals-per-second, 0",
			"idempotency.lifetime, 0s", "idempotency.lifetime, 31d", "idempotency.keys, 0",
			"idempotency.keys, 100001" })
	void aSettingThatMakesNoSenseIsRefusedByName(String name, String value) {
		Binder binder = new Binder(new MapConfigurationPropertySource(Map.of("web3.platform." + name, value)));
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> binder.bindOrCreate("web3.platform", EdgeProperties.class))
			.havingRootCause()
			.withMessageContaining("web3.platform." + name);
	}

	private static DisposableServer serve(int connections, int perSource, Duration silence, Duration request) {
		return new HttpLimits(new EdgeProperties.Http(connections, perSource, silence, request, DataSize.ofKilobytes(1),
				Duration.ofSeconds(10)), new UnreadRequests(JsonMapper.shared()))
			.apply(HttpServer.create()
				.handle((asked, response) -> asked.receive().then().thenMany(response.sendString(Mono.just("here")))))
			.host("127.0.0.1")
			.port(0)
			.bindNow();
	}

	private Socket connect(String from) throws IOException {
		Socket socket = new Socket();
		socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
		socket.setSoTimeout(5000);
		socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
		open.add(socket);
		return socket;
	}

	private static boolean isServed(Socket socket) {
		try {
			socket.getOutputStream()
				.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			byte[] answer = new byte[15];
			return socket.getInputStream().readNBytes(answer, 0, 15) == 15 && drain(socket);
		}
		catch (IOException closed) {
			return false;
		}
	}

	private static boolean drain(Socket socket) throws IOException {
		// the answer ends with the body's word and the chunk after it
		StringBuilder seen = new StringBuilder();
		while (seen.indexOf("here") < 0) {
			int next = socket.getInputStream().read();
			if (next < 0) {
				return false;
			}
			seen.append((char) next);
		}
		socket.getInputStream().skipNBytes(socket.getInputStream().available());
		return true;
	}

}
