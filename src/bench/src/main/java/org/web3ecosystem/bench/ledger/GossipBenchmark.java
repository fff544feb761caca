package org.web3ecosystem.bench.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What it costs that gossip runs through STOQ: two federations of four processes that
 * differ in nothing else, loaded in turn. Prints rows of a Markdown table, the medians of
 * some rounds.
 */
public final class GossipBenchmark {

	private static final int SECONDS = 5;

	private static final int ATTEMPTS = 20;

	private static final Duration REST = Duration.ofSeconds(10);

	private static final Pattern ACCOUNT = Pattern.compile("\"node\" ?: ?\"([0-9a-f]{32})");

	private final SplittableRandom random = new SplittableRandom();

	private GossipBenchmark() {
	}

	/** The packaged jar and, if wanted, a port offset and how many rounds. */
	public static void main(String[] arguments) throws Exception {
		Path jar = Path.of(arguments[0]).toAbsolutePath();
		int offset = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5_000;
		int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
		try (Fleet direct = Fleet.found(jar, offset).startNodes(jar, "--web3.hypermesh-hashgraph.gossip=direct");
				Fleet stoq = Fleet.found(jar, offset + 1_000)
					.startNodes(jar, "--web3.hypermesh-hashgraph.gossip=stoq")) {
			new GossipBenchmark().compare(List.of(new Side("direct", direct), new Side("stoq", stoq)), rounds);
		}
	}

	private void compare(List<Side> sides, int rounds) throws InterruptedException {
		System.out.println("| requests on their way | gossip | a second | p50 | p99 | processor time for one |");
		System.out.println("|---|---|---|---|---|---|");
		for (int each : new int[] { 1, 8, 32 }) {
			for (int round = -1; round < rounds; round++) {
				for (Side side : sides) {
					load(side, each, round >= 0);
				}
			}
			sides.forEach(side -> side.print(4 * each));
		}
		for (Side side : sides) {
			LockSupport.parkNanos(REST.toNanos());
			Duration before = side.fleet.processorTime();
			LockSupport.parkNanos(REST.toNanos());
			System.out.printf("| none | %s | | | | %.3f processors for four nodes |%n", side.name,
					(double) side.fleet.processorTime().minus(before).toNanos() / REST.toNanos());
		}
	}

	private void load(Side side, int each, boolean counts) throws InterruptedException {
		ConcurrentLinkedQueue<Long> took = new ConcurrentLinkedQueue<>();
		CountDownLatch running = new CountDownLatch(4 * each);
		Duration before = side.fleet.processorTime();
		long begun = System.nanoTime();
		long end = begun + Duration.ofSeconds(SECONDS).toNanos();
		for (int i = 0; i < 4 * each; i++) {
			again(side, i % 4, end, took, running);
		}
		running.await();
		if (counts) {
			side.count(took, System.nanoTime() - begun, side.fleet.processorTime().minus(before));
		}
	}

	private void again(Side side, int at, long end, ConcurrentLinkedQueue<Long> took, CountDownLatch running) {
		long begun = System.nanoTime();
		side.gateways.get(at)
			.post("/caesar/transfers", body(side.accounts.get((at + 1) % 4)))
			.whenComplete((status, failure) -> {
				if (failure == null && status == 201) {
					took.add(System.nanoTime() - begun);
				}
				if (System.nanoTime() < end) {
					again(side, at, end, took, running);
				}
				else {
					running.countDown();
				}
			});
	}

	private synchronized String body(String payee) {
		return "{\"id\":\"%016x%016x\",\"credit\":\"%s\",\"amount\":1}".formatted(random.nextLong(1, Long.MAX_VALUE),
				random.nextLong(), payee);
	}

	/** One of the federations, and what was seen of it. */
	private static final class Side {

		private final String name;

		private final Fleet fleet;

		private final List<Gateway> gateways = new ArrayList<>();

		private final List<String> accounts = new ArrayList<>();

		private final List<Double> rates = new ArrayList<>();

		private final List<Double> medians = new ArrayList<>();

		private final List<Double> tails = new ArrayList<>();

		private final List<Double> costs = new ArrayList<>();

		Side(String name, Fleet fleet) throws IOException, InterruptedException, GeneralSecurityException {
			this.name = name;
			this.fleet = fleet;
			for (int number = 1; number <= 4; number++) {
				Gateway gateway = Gateway.await(fleet, number);
				gateways.add(gateway);
				accounts.add(account(gateway));
			}
		}

		/** A busy machine breaks the first connections off. */
		private static String account(Gateway gateway) throws IOException, InterruptedException {
			for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
				try {
					return read(gateway);
				}
				catch (IOException busy) {
					LockSupport.parkNanos(500_000_000);
				}
			}
			return read(gateway);
		}

		private static String read(Gateway gateway) throws IOException, InterruptedException {
			Matcher matcher = ACCOUNT.matcher(gateway.get("/actuator/bootstrap"));
			if (!matcher.find()) {
				throw new IOException("a node does not say who it is");
			}
			return matcher.group(1);
		}

		void count(ConcurrentLinkedQueue<Long> took, long nanos, Duration used) {
			List<Double> millis = took.stream().map(each -> each / 1e6).sorted().toList();
			rates.add(millis.size() * 1e9 / nanos);
			if (!millis.isEmpty()) {
				medians.add(millis.get(millis.size() / 2));
				tails.add(millis.get(millis.size() * 99 / 100));
				costs.add(used.toNanos() / 1e6 / millis.size());
			}
		}

		void print(int inFlight) {
			System.out.printf("| %d | %s | %.0f | %.0f ms | %.0f ms | %.1f ms |%n", inFlight, name, median(rates),
					median(medians), median(tails), median(costs));
			List.of(rates, medians, tails, costs).forEach(List::clear);
		}

		private static double median(List<Double> values) {
			return values.isEmpty() ? Double.NaN : values.stream().sorted().toList().get(values.size() / 2);
		}

	}

}
