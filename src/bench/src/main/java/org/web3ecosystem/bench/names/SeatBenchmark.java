package org.web3ecosystem.bench.names;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.web3ecosystem.bootstrap.discovery.OperatorResolvers;
import org.web3ecosystem.bootstrap.discovery.ResolverSettings;
import org.web3ecosystem.bootstrap.discovery.TraditionalNames;
import org.web3ecosystem.bootstrap.discovery.Validation;
import org.web3ecosystem.bootstrap.guard.Guards;
import org.web3ecosystem.bootstrap.seat.PreviousValid;
import org.web3ecosystem.bootstrap.seat.SeatLimits;
import org.web3ecosystem.bootstrap.seat.Seats;
import org.web3ecosystem.bootstrap.table.CertMode;
import org.web3ecosystem.bootstrap.table.ConsensusMode;
import org.web3ecosystem.bootstrap.table.DnsMode;
import org.web3ecosystem.bootstrap.table.FalconMode;
import org.web3ecosystem.bootstrap.table.PhaseRow;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Offer;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.discovery.LocalZone;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.FederationNames;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.trustchain.dns.Answering;
import org.web3ecosystem.trustchain.dns.NameServer;

/**
 * What it takes to ask the seat for names, chain, breaker and figures included: for a
 * name of the genesis document, and for one of a thousand other people's names that the
 * resolver's cache has. The samples' percentiles are what counts.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class SeatBenchmark {

	private static final int NAMES = 1000;

	private static final Name OWN = new Name("node1.node.bench.internal");

	private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

	private ServiceDiscovery seat;

	private NameServer upstream;

	private Path directory;

	/** Everybody else's names come from a name server of this process. */
	@Setup
	public void sit() throws IOException {
		directory = Files.createTempDirectory("seat-bench");
		upstream = new NameServer(
				new Answering(genesis(Zone.ELSEWHERE), "node1", new OurServer.InMemory(Zone.ELSEWHERE, NAMES), () -> 1,
						Set::of, Optional.empty(), 0, InstantSource.system(), new SecureRandom(), executor),
				Optional.empty(), executor);
		upstream.start(List.of(InetAddress.getByName("127.0.0.1")), 0);
		Name zone = new Name(Zone.NAME);
		ResolverSettings settings = new ResolverSettings(
				List.of(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), upstream.address().getPort())),
				Duration.ofSeconds(2), Duration.ofMillis(1800), Duration.ofDays(1), Duration.ofDays(1),
				Duration.ofHours(1), true, true, 2 * NAMES, 16L << 20, Validation.none());
		CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
		Seats seats = new Seats(zone, new PreviousValid(directory.resolve("accepted"), InstantSource.system()),
				new Guards(Guards.Registries.with(breakers)), SeatLimits.standard(), InstantSource.system());
		seats.bind(List.of(new Offer<>(TraditionalNames.NAME, ServiceDiscovery.class,
				new TraditionalNames(new FederationNames(genesis(Zone.NAME)), LocalZone.EMPTY,
						new OperatorResolvers(zone, settings, breakers, new SecureRandom(), InstantSource.system())),
				Verdict::accepted)));
		seats.seat(new PhaseRow(0, DnsMode.TRADITIONAL, CertMode.SELF_SIGNED, ConsensusMode.NONE, FalconMode.OFF,
				Duration.ofSeconds(10), Duration.ZERO));
		seat = seats.initializer().discovery();
		for (int i = 0; i < NAMES; i++) {
			found(elsewhere(i));
		}
	}

	private static Name elsewhere(int number) {
		return new Name("host-" + number + "." + Zone.ELSEWHERE);
	}

	private static Genesis genesis(String zone) {
		NodeKey key = NodeKey.generate();
		Endpoints endpoints = new Endpoints(List.of("127.0.0.1"), 1, 2, 3, 4, 5);
		return new Genesis(new ChainId("bench-0123456789abcdef"), "bench", zone, Instant.now(),
				Genesis.PROTOCOL_VERSION, List.of("names"),
				List.of(new Validator("node1", 0, key.publicKey().getEncoded(), new byte[] { 1 }, endpoints, 1)),
				new byte[] { 2 });
	}

	private Resolution found(Name name) {
		Resolution said = seat.resolve(name).toCompletableFuture().join();
		if (said instanceof Resolution.Found found && !found.records().isEmpty()) {
			return said;
		}
		throw new IllegalStateException(name + ": " + said);
	}

	@Benchmark
	public Resolution ownName() {
		return found(OWN);
	}

	@Benchmark
	public Resolution cachedName() {
		return found(elsewhere(ThreadLocalRandom.current().nextInt(NAMES)));
	}

	@TearDown
	public void end() throws IOException {
		upstream.close();
		executor.shutdownNow();
		Files.deleteIfExists(directory.resolve("accepted"));
		Files.delete(directory);
	}

}
