package org.web3ecosystem.bench.names;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;

import org.web3ecosystem.bootstrap.discovery.OperatorResolvers;
import org.web3ecosystem.bootstrap.discovery.ResolverSettings;
import org.web3ecosystem.bootstrap.discovery.TraditionalNames;
import org.web3ecosystem.bootstrap.discovery.Validation;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.LocalZone;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.FederationNames;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.trustchain.dns.Answering;
import org.web3ecosystem.trustchain.dns.Forwarding;
import org.web3ecosystem.trustchain.dns.NameServer;
import org.web3ecosystem.trustchain.dns.SignedZone;
import org.web3ecosystem.trustchain.dns.Takers;
import org.web3ecosystem.trustchain.dns.Updates;
import org.web3ecosystem.trustchain.dnssec.KeyRing;
import org.web3ecosystem.trustchain.dnssec.ZoneKey;
import org.web3ecosystem.trustchain.tsig.TsigCheck;
import org.web3ecosystem.trustchain.tsig.TsigKeys;

/** Our name server in a process of its own, with names from memory. */
final class OurServer {

	private OurServer() {
	}

	/** Port, how many names, and the port of who is asked for names elsewhere. */
	public static void main(String[] arguments) throws IOException {
		int port = Integer.parseInt(arguments[0]);
		NodeKey key = NodeKey.generate();
		Endpoints endpoints = new Endpoints(List.of("127.0.0.1"), 1, 2, port, 4, 5);
		Genesis genesis = new Genesis(new ChainId("bench-0123456789abcdef"), "bench", Zone.NAME, Instant.now(),
				Genesis.PROTOCOL_VERSION, List.of("names"),
				List.of(new Validator("node1", 0, key.publicKey().getEncoded(), new byte[] { 1 }, endpoints, 1)),
				new byte[] { 2 });
		try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
				NameServer server = new NameServer(
						new Answering(genesis, "node1", new InMemory(Zone.NAME, Integer.parseInt(arguments[1])),
								() -> 1, Set::of, Optional.of(SignedZone.of(Zone.NAME, keys(), InstantSource.system())),
								0, InstantSource.system(), new SecureRandom(), executor,
								new Forwarding(InetAddress::isLoopbackAddress,
										elsewhere(genesis, Integer.parseInt(arguments[2]))),
								new TsigCheck(TsigKeys.NONE, InstantSource.system()), Updates.NONE, Optional.empty(),
								Takers.NONE, Optional.empty()),
						Optional.empty(), executor)) {
			server.start(List.of(InetAddress.getByName("127.0.0.1")), port);
			while (System.in.read() >= 0) {
				// until whoever started this is gone
			}
		}
	}

	private static ServiceDiscovery elsewhere(Genesis genesis, int port) {
		FederationNames own = new FederationNames(genesis);
		ResolverSettings settings = new ResolverSettings(
				List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)), Duration.ofSeconds(2),
				Duration.ofMillis(1800), Duration.ofDays(1), Duration.ofDays(1), Duration.ofHours(1), true, true,
				16_384, 16L << 20, Validation.none());
		return new TraditionalNames(own, LocalZone.EMPTY, new OperatorResolvers(own.zone(), settings,
				CircuitBreakerRegistry.ofDefaults(), new SecureRandom(), InstantSource.system()));
	}

	private static KeyRing keys() {
		Instant now = Instant.now();
		return KeyRing.EMPTY.at(now, role -> Duration.ofDays(1000), ZoneKey::generate).shown(now);
	}

	/** One address for each of many names of a zone. */
	static final class InMemory implements ServiceDiscovery {

		private static final Duration NEGATIVE_TTL = Duration.ofSeconds(5);

		private final Map<Name, Resolution> names = new HashMap<>();

		InMemory(String zone, int count) {
			names.put(new Name(zone), found(List.of()));
			for (int i = 0; i < count; i++) {
				names.put(new Name("host-" + i + "." + zone),
						found(List.of(new ResourceRecord.Address(Zone.address(i)))));
			}
		}

		private static Resolution found(List<ResourceRecord> records) {
			return new Resolution.Found(records, Zone.TTL, false, "memory");
		}

		@Override
		public CompletionStage<Resolution> resolve(Name name) {
			return CompletableFuture
				.completedFuture(names.getOrDefault(name, new Resolution.NotFound(NEGATIVE_TTL, "memory")));
		}

		@Override
		public CompletionStage<Void> register(ServiceRegistration registration) {
			throw new UnavailableException("nothing is registered here");
		}

	}

}
