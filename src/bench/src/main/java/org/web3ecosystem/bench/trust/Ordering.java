package org.web3ecosystem.bench.trust;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.shredzone.acme4j.exception.AcmeException;
import org.web3ecosystem.trustchain.ca.Pem;

/**
 * What the server's process uses for an ACME order to the certificate, for the client
 * acme4j and http-01: our server, whose certificates are durable and logged, and Debian's
 * Pebble, which keeps nothing. Both look for the challenge where our name server says
 * that it is. Pebble refuses no nonces here and does not sleep.
 */
final class Ordering {

	static final String OURS = "an ACME order, of the server's process";

	static final String PEBBLE = "the same by Pebble, which keeps nothing";

	private static final String WELL_KNOWN = "/.well-known/acme-challenge/";

	private static final int ORDERS = 200;

	/** Of ours, for the compilers; Pebble has none. */
	private static final int WARM_UP = 1500;

	private static final int CLIENTS = 8;

	private static final Path PEBBLE_PROGRAM = Path.of("/usr/bin/pebble");

	private static final double TICKS_PER_SECOND = 100;

	private final Path directory;

	private final Series series;

	private final AtomicInteger names = new AtomicInteger();

	private final Map<String, String> challenges = new ConcurrentHashMap<>();

	Ordering(Path directory, Series series) {
		this.directory = directory;
		this.series = series;
	}

	void rounds(int rounds)
			throws IOException, GeneralSecurityException, AcmeException, ExecutionException, InterruptedException {
		if (!Files.isExecutable(PEBBLE_PROGRAM)) {
			System.out.println("Without ACME orders: they take the Debian package pebble.\n");
			return;
		}
		HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
		web.createContext(WELL_KNOWN, this::show);
		web.start();
		int http = web.getAddress().getPort();
		int dns = free();
		try (Side ours = ours(free(), dns, http)) {
			SSLContext.setDefault(trusting(directory.resolve("root.pem")));
			try (Side pebble = pebble(free(), dns, http)) {
				order(ours, WARM_UP, false);
				order(pebble, ORDERS, false);
				for (int round = 0; round < rounds; round++) {
					order(ours, ORDERS, true);
					order(pebble, ORDERS, true);
				}
			}
		}
		finally {
			web.stop(0);
		}
	}

	private static SSLContext trusting(Path root) throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
		store.load(null, null);
		store.setCertificateEntry("root",
				Pem.certificate(Pem.decode("CERTIFICATE", Files.readString(root)).getFirst()));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(store);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return context;
	}

	private void order(Side side, int orders, boolean counts)
			throws IOException, GeneralSecurityException, AcmeException, ExecutionException, InterruptedException {
		List<Customer> customers = new ArrayList<>();
		for (int i = 0; i < CLIENTS; i++) {
			customers.add(new Customer(side.url(), challenges));
		}
		double before = side.processor();
		long begin = System.nanoTime();
		AtomicInteger left = new AtomicInteger(orders);
		try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<?>> all = new ArrayList<>();
			for (Customer customer : customers) {
				all.add(executor.submit(() -> {
					while (left.getAndDecrement() > 0) {
						customer.order("shop" + names.incrementAndGet() + ".asset." + Trust.ZONE);
					}
					return null;
				}));
			}
			for (Future<?> each : all) {
				each.get();
			}
		}
		if (counts) {
			series.add(side.what(), orders * 1e9 / (System.nanoTime() - begin),
					(side.processor() - before) * 1e6 / orders);
		}
	}

	private void show(HttpExchange exchange) throws IOException {
		try (exchange) {
			String token = exchange.getRequestURI().getPath().substring(WELL_KNOWN.length());
			byte[] authorization = challenges.getOrDefault(token, "").getBytes(StandardCharsets.US_ASCII);
			exchange.sendResponseHeaders(200, authorization.length);
			exchange.getResponseBody().write(authorization);
		}
	}

	private Side ours(int https, int dns, int http) throws IOException {
		Files.createDirectories(directory);
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"--enable-native-access=ALL-UNNAMED",
				"-Dlogback.configurationFile=org/web3ecosystem/bench/stoq/logback.xml", "-cp",
				System.getProperty("java.class.path"), AcmeSide.class.getName(), directory.toString(),
				Integer.toString(https), Integer.toString(dns), Integer.toString(http))
			.redirectError(directory.resolve("acme.log").toFile())
			.start();
		BufferedReader told = process.inputReader(StandardCharsets.UTF_8);
		for (String line = told.readLine(); !"ready".equals(line); line = told.readLine()) {
			if (line == null) {
				throw new IOException(
						"the ACME server did not start: " + Files.readString(directory.resolve("acme.log")));
			}
		}
		return new Side(OURS, process, "https://localhost:" + https + "/acme/directory");
	}

	private Side pebble(int https, int dns, int http) throws IOException, InterruptedException {
		Path settings = Files.writeString(directory.resolve("pebble.json"), """
				{"pebble": {"listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
				"certificate": "%s", "privateKey": "%s", "httpPort": %d, "tlsPort": 1, "ocspResponderURL": "",
				"externalAccountBindingRequired": false}}
				""".formatted(https, free(), directory.resolve("server.pem"), directory.resolve("server.key"), http));
		ProcessBuilder starting = new ProcessBuilder(PEBBLE_PROGRAM.toString(), "-config", settings.toString(),
				"-dnsserver", "127.0.0.1:" + dns)
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("pebble.log").toFile());
		starting.environment()
			.putAll(Map.of("PEBBLE_VA_NOSLEEP", "1", "PEBBLE_WFE_NONCEREJECT", "0", "PEBBLE_AUTHZREUSE", "0"));
		Process process = starting.start();
		for (int attempt = 0; attempt < 200; attempt++) {
			try (Socket socket = new Socket("127.0.0.1", https)) {
				return new Side(PEBBLE, process, "https://localhost:" + https + "/dir");
			}
			catch (IOException notYet) {
				Thread.sleep(100);
			}
		}
		process.destroy();
		throw new IOException("pebble does not answer");
	}

	/** Free for TCP and UDP just now. */
	private static int free() throws IOException {
		while (true) {
			try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
					DatagramSocket udp = new DatagramSocket(
							new InetSocketAddress(InetAddress.getByName("127.0.0.1"), tcp.getLocalPort()))) {
				return udp.getLocalPort();
			}
			catch (BindException taken) {
				// another one, then
			}
		}
	}

	void print() {
		if (series.has(OURS)) {
			series.print(OURS, "/s with " + CLIENTS + " clients");
			series.print(PEBBLE, "/s with " + CLIENTS + " clients");
		}
		series.goal("processor time of an ACME order to Pebble", false, 1.5,
				series.ofRounds(OURS, PEBBLE, true, (ours, theirs) -> ours / theirs));
	}

	/** A server. */
	private record Side(String what, Process process, String url) implements Closeable {

		/** Seconds of processor time so far, from {@code /proc}. */
		double processor() throws IOException {
			String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
			String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
			return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
		}

		@Override
		public void close() {
			process.destroy();
			try {
				process.waitFor();
			}
			catch (InterruptedException interrupted) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
