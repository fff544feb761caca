package org.web3ecosystem.bootstrap.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import org.web3ecosystem.bootstrap.TestTables;
import org.web3ecosystem.bootstrap.served.Pin;

/** Serves a table in the form of a config server, to nodes in phase 0. */
final class TableServer implements AutoCloseable {

	private static final char[] PASSWORD = "secret".toCharArray();

	private final HttpServer server;

	private final String scheme;

	/** The paths of all questions. */
	final List<String> asked = new CopyOnWriteArrayList<>();

	/** The answer as it is sent. */
	volatile String served = "";

	private TableServer(HttpServer server, String scheme) {
		this.server = server;
		this.scheme = scheme;
		server.createContext("/", this::answer);
		server.start();
	}

	static TableServer plain() throws IOException {
		return new TableServer(HttpServer.create(anyPort(), 0), "http");
	}

	/** With the key in a store that {@link #key} has made. */
	static TableServer withKey(Path store) throws IOException, GeneralSecurityException {
		KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
		keys.init(read(store), PASSWORD);
		SSLContext tls = SSLContext.getInstance("TLS");
		tls.init(keys.getKeyManagers(), null, null);
		HttpsServer server = HttpsServer.create(anyPort(), 0);
		server.setHttpsConfigurator(new HttpsConfigurator(tls));
		return new TableServer(server, "https");
	}

	/** Makes a key whose certificate names another host and has ended. */
	static Path key(Path store) throws IOException, InterruptedException {
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
				"-genkeypair", "-keystore", store.toString(), "-storepass", new String(PASSWORD), "-alias", "server",
				"-keyalg", "EC", "-dname", "CN=elsewhere", "-startdate", "-2d", "-validity", "1")
			.inheritIO()
			.start();
		if (keytool.waitFor() != 0) {
			throw new IOException("keytool failed");
		}
		return store;
	}

	static Pin pin(Path store) throws IOException, GeneralSecurityException {
		return Pin.of(read(store).getCertificate("server").getPublicKey());
	}

	private static KeyStore read(Path store) throws IOException, GeneralSecurityException {
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(store)) {
			keys.load(in, PASSWORD);
		}
		return keys;
	}

	private static InetSocketAddress anyPort() {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
	}

	/** As in an import. */
	String address() {
		return "configserver:" + scheme + "://127.0.0.1:" + server.getAddress().getPort();
	}

	/** The table that ships, with another deadline for phase 3. */
	void serve(String deadline) throws IOException {
		serveText(TestTables.shippedText().replace("\"5m\"", "\"" + deadline + "\""));
	}

	/** A bootstrap.toml. */
	void serveText(String text) throws IOException {
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
		exchange.sendResponseHeaders(body.length == 0 ? 503 : 200, body.length == 0 ? -1 : body.length);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(body);
		}
	}

	@Override
	public void close() {
		server.stop(0);
	}

}
