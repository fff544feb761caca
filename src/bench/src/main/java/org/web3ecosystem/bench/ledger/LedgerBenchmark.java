package org.web3ecosystem.bench.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Transfers a second and the time from publishing a package to its name being answered
 * elsewhere, on four processes, beside the bare engine on four processes in the same run.
 * Prints rows of a Markdown table: the median of {@value #ROUNDS} rounds, the spread, and
 * processor time of all four processes for one operation.
 */
public final class LedgerBenchmark {

	private static final int ROUNDS = 5;

	private static final int SECONDS = 5;

	private static final int LINKED = 64;

	private static final int PUBLICATIONS = 15;

	private static final Pattern ACCOUNT = Pattern.compile("\"node\" ?: ?\"([0-9a-f]{32})");

	private final SplittableRandom random = new SplittableRandom();

	private LedgerBenchmark() {
	}

	/** The packaged jar and, if wanted, a port offset. */
	public static void main(String[] arguments) throws Exception {
		Path jar = Path.of(arguments[0]).toAbsolutePath();
		int offset = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5_000;
		System.out.println("| what | median | least to most | processor time for one |");
		System.out.println("|---|---|---|---|");
		LedgerBenchmark benchmark = new LedgerBenchmark();
		try (Fleet engines = Fleet.found(jar, offset).startEngines()) {
			for (int inFlight : new int[] { 8, 64, 500 }) {
				benchmark.engine(engines, inFlight);
			}
		}
		try (Fleet nodes = Fleet.found(jar, offset).startNodes(jar)) {
			benchmark.ledger(nodes);
		}
	}

	private void engine(Fleet engines, int inFlight) throws IOException {
		engines.load(inFlight, SECONDS);
		Rates rates = new Rates(engines);
		for (int round = 0; round < ROUNDS; round++) {
			rates.begin();
			rates.end(engines.load(inFlight, SECONDS));
		}
		rates.print("bare engine, " + 4 * inFlight + " transactions of 400 bytes on their way");
	}

	private void ledger(Fleet nodes) throws IOException, InterruptedException, GeneralSecurityException {
		List<Gateway> gateways = new ArrayList<>();
		for (int number = 1; number <= 4; number++) {
			gateways.add(Gateway.await(nodes, number));
		}
		List<String> accounts = new ArrayList<>();
		for (Gateway gateway : gateways) {
			accounts.add(account(gateway));
		}
		for (int each : new int[] { 2, 8, 32 }) {
			load(nodes, gateways, each, 1, accounts);
		}
		load(nodes, gateways, 4, LINKED, accounts);
		publish(nodes, gateways);
	}

	private static String account(Gateway gateway) throws IOException, InterruptedException {
		Matcher matcher = ACCOUNT.matcher(gateway.get("/actuator/bootstrap"));
		if (!matcher.find()) {
			throw new IOException("a node does not say who it is");
		}
		return matcher.group(1);
	}

	/** So many requests on their way at each of the nodes. */
	private void load(Fleet nodes, List<Gateway> gateways, int each, int linked, List<String> accounts)
			throws InterruptedException {
		Rates rates = new Rates(nodes);
		for (int round = -1; round < ROUNDS; round++) {
			rates.begin();
			LongAdder done = new LongAdder();
			long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
			CountDownLatch running = new CountDownLatch(each * gateways.size());
			for (int i = 0; i < each * gateways.size(); i++) {
				Gateway gateway = gateways.get(i % gateways.size());
				String payee = accounts.get((i + 1) % accounts.size());
				again(gateway, () -> body(payee, linked), end, done, running);
			}
			running.await();
			if (round >= 0) {
				rates.end(done.sum() * linked);
			}
		}
		rates.print("transfers over REST, " + 4 * each + " requests on their way"
				+ (linked > 1 ? ", " + linked + " linked in each" : ""));
	}

	private void again(Gateway gateway, Supplier<String> body, long end, LongAdder done, CountDownLatch running) {
		gateway.post("/caesar/transfers", body.get()).whenComplete((status, failure) -> {
			if (failure == null && status == 201) {
				done.increment();
			}
			if (System.nanoTime() < end) {
				again(gateway, body, end, done, running);
			}
			else {
				running.countDown();
			}
		});
	}

	private synchronized String body(String payee, int linked) {
		String transfers = IntStream.range(0, linked)
			.mapToObj(i -> "{\"id\":\"%016x%016x\",\"credit\":\"%s\",\"amount\":1}"
				.formatted(random.nextLong(1, Long.MAX_VALUE), random.nextLong(), payee))
			.collect(Collectors.joining(","));
		return linked == 1 ? transfers : "{\"linked\":[" + transfers + "]}";
	}

	private void publish(Fleet nodes, List<Gateway> gateways)
			throws IOException, InterruptedException, GeneralSecurityException {
		long[] millis = new long[PUBLICATIONS];
		Duration before = nodes.processorTime();
		for (int i = -3; i < PUBLICATIONS; i++) {
			byte[] blob = new byte[4_096];
			random.nextBytes(blob);
			String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(blob));
			String name = "p" + Long.toHexString(random.nextLong(Long.MAX_VALUE));
			Gateway publisher = gateways.get(Math.floorMod(i, 3));
			publisher.put("/catalog/blobs/" + digest, blob);
			if (i == 0) {
				before = nodes.processorTime();
			}
			long begun = System.nanoTime();
			int status = publisher
				.post("/catalog/packages",
						"{\"name\":\"%s\",\"version\":\"1.0.0\",\"blobs\":[{\"path\":\"b\",\"digest\":\"%s\"}]}"
							.formatted(name, digest))
				.join();
			if (status != 201) {
				throw new IOException("publishing ended with " + status);
			}
			gateways.getLast().awaitName(name + ".asset.local.internal");
			if (i >= 0) {
				millis[i] = (System.nanoTime() - begun) / 1_000_000;
			}
		}
		Duration used = nodes.processorTime().minus(before);
		Arrays.sort(millis);
		System.out.printf("| publish a package until another node answers its name | %d ms | %d to %d ms | %d ms |%n",
				millis[PUBLICATIONS / 2], millis[0], millis[PUBLICATIONS - 1], used.toMillis() / PUBLICATIONS);
	}

	/** Rounds of one load. */
	private static final class Rates {

		private final Fleet fleet;

		private final List<Double> rates = new ArrayList<>();

		private long operations;

		private long begun;

		private Duration before = Duration.ZERO;

		private Duration used = Duration.ZERO;

		Rates(Fleet fleet) {
			this.fleet = fleet;
		}

		void begin() {
			before = fleet.processorTime();
			begun = System.nanoTime();
		}

		void end(long done) {
			rates.add(done * 1e9 / (System.nanoTime() - begun));
			operations += done;
			used = used.plus(fleet.processorTime().minus(before));
		}

		void print(String what) {
			rates.sort(null);
			System.out.printf("| %s | %.0f/s | %.0f to %.0f/s | %.2f ms |%n", what, rates.get(rates.size() / 2),
					rates.getFirst(), rates.getLast(), used.toNanos() / 1e6 / Math.max(1, operations));
		}

	}

}
