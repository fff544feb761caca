package org.web3ecosystem.bootstrap.autoconfigure;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Offer;
import org.web3ecosystem.spi.SeatListener;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.NamesPart;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.health.Component;
import org.web3ecosystem.spi.health.ComponentHealth;
import org.web3ecosystem.spi.health.Criterion;
import org.web3ecosystem.spi.health.CriterionId;
import org.web3ecosystem.spi.transport.FalconDemand;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.spi.trust.Purpose;

/** Offers, components and criteria in memory, each switched by the test. */
@Configuration(proxyBeanMethods = false)
class FakePlatform {

	/** What the test decides. */
	static final class Switches {

		final Map<CriterionId, AtomicBoolean> criteria = new EnumMap<>(CriterionId.class);

		final Map<String, AtomicBoolean> offers = new ConcurrentHashMap<>();

		final Map<String, AtomicBoolean> components = new ConcurrentHashMap<>();

		final List<String> started = new CopyOnWriteArrayList<>();

		final List<String> seated = new CopyOnWriteArrayList<>();

		final List<FalconDemand> demanded = new CopyOnWriteArrayList<>();

		final List<String> closed = new CopyOnWriteArrayList<>();

		Switches() {
			for (CriterionId id : CriterionId.values()) {
				criteria.put(id, new AtomicBoolean());
			}
		}

		AtomicBoolean offer(String name) {
			return offers.computeIfAbsent(name, key -> new AtomicBoolean(true));
		}

		/** Whether a component provides what it should. */
		AtomicBoolean component(String name) {
			return components.computeIfAbsent(name, key -> new AtomicBoolean(true));
		}

		void gate(CriterionId.Gate gate, boolean open) {
			criteria.forEach((id, met) -> {
				if (id.gate() == gate) {
					met.set(open);
				}
			});
		}

	}

	@Bean
	Switches switches() {
		return new Switches();
	}

	@Bean
	Offer<TransportProvider> stoq(Switches switches) {
		return offer("stoq", TransportProvider.class, switches, new NoTransport());
	}

	@Bean
	Offer<CertificateProvider> selfSigned(Switches switches) {
		return offer("self-signed", CertificateProvider.class, switches, new FakeCertificates());
	}

	@Bean
	Offer<CertificateProvider> trustchain(Switches switches) {
		return offer("trustchain", CertificateProvider.class, switches, new FakeCertificates());
	}

	@Bean
	Offer<CertificateProvider> consensusValidated(Switches switches) {
		return offer("consensus-validated", CertificateProvider.class, switches, new FakeCertificates());
	}

	@Bean
	Offer<ConsensusProvider> observe(Switches switches) {
		return offer("observe", ConsensusProvider.class, switches, new FakeConsensus());
	}

	@Bean
	Offer<ConsensusProvider> quorum(Switches switches) {
		return offer("quorum", ConsensusProvider.class, switches, new FakeConsensus());
	}

	@Bean
	Offer<ConsensusProvider> mandatory(Switches switches) {
		return offer("mandatory", ConsensusProvider.class, switches, new FakeConsensus());
	}

	@Bean
	Offer<ServiceDiscovery> hypermesh(Switches switches) {
		return offer("hypermesh", ServiceDiscovery.class, switches, new FakeNames(switches));
	}

	// a component takes the seats, so that a cycle of beans would show
	@Bean
	Component stoqComponent(Switches switches, ComponentInitializer seats) {
		return new FakeComponent("stoq", switches, "stoq_transport");
	}

	@Bean
	Component trustchainComponent(Switches switches, ComponentInitializer seats) {
		return new FakeComponent("trustchain", switches, "trustchain_ca", "trustchain_dns", "trustchain_full");
	}

	@Bean
	Component hypermeshComponent(Switches switches, ComponentInitializer seats) {
		return new FakeComponent("hypermesh", switches, "hypermesh_assets", "hypermesh_consensus");
	}

	@Bean
	Criterion basicConnectivity(Switches switches) {
		return criterion(CriterionId.BASIC_CONNECTIVITY, switches);
	}

	@Bean
	Criterion certificatesActive(Switches switches) {
		return criterion(CriterionId.CERTIFICATES_ACTIVE, switches);
	}

	@Bean
	Criterion transportSecured(Switches switches) {
		return criterion(CriterionId.TRANSPORT_SECURED, switches);
	}

	@Bean
	Criterion consensusActive(Switches switches) {
		return criterion(CriterionId.CONSENSUS_ACTIVE, switches);
	}

	@Bean
	Criterion byzantineDetection(Switches switches) {
		return criterion(CriterionId.BYZANTINE_DETECTION, switches);
	}

	@Bean
	Criterion federationEndpoints(Switches switches) {
		return criterion(CriterionId.FEDERATION_ENDPOINTS, switches);
	}

	@Bean
	NamesPart server() {
		return new NamesPart("server", () -> Map.of("serial", 7));
	}

	@Bean
	NamesPart broken() {
		return new NamesPart("broken", () -> {
			throw new IllegalStateException("it cannot say");
		});
	}

	@Bean
	SeatListener seatListener(Switches switches) {
		return new SeatListener() {

			@Override
			public void seated(Class<?> seat, List<String> offers) {
				switches.seated.add(seat.getSimpleName() + "=" + offers);
			}

			@Override
			public void demanded(FalconDemand demand) {
				switches.demanded.add(demand);
			}

		};
	}

	private static Criterion criterion(CriterionId id, Switches switches) {
		return new Criterion() {

			@Override
			public CriterionId id() {
				return id;
			}

			@Override
			public Finding find() {
				return switches.criteria.get(id).get() ? Finding.met("the test says so")
						: Finding.waitingFor("the test");
			}

		};
	}

	private static <T> Offer<T> offer(String name, Class<T> type, Switches switches, T value) {
		return new Offer<>(name, type, value, () -> switches.offer(name).get() ? Verdict.accepted()
				: Verdict.unavailable("switched off by the test"));
	}

	private record FakeComponent(String name, Switches switches, Set<String> provided) implements Component {

		FakeComponent(String name, Switches switches, String... provided) {
			this(name, switches, Set.of(provided));
		}

		@Override
		public CompletionStage<Void> start() {
			switches.started.add(name);
			return CompletableFuture.completedFuture(null);
		}

		@Override
		public Set<String> capabilities() {
			return switches.component(name).get() ? provided : Set.of();
		}

		@Override
		public ComponentHealth health() {
			return switches.component(name).get() ? ComponentHealth.up()
					: ComponentHealth.of(ComponentHealth.Status.DEGRADED, "taken away by the test");
		}

		@Override
		public void close() {
			switches.closed.add(name);
		}

	}

	private static final class NoTransport implements TransportProvider {

		@Override
		public CompletionStage<org.web3ecosystem.spi.transport.Connection> connect(
				org.web3ecosystem.spi.transport.Peer peer, Duration deadline) {
			return CompletableFuture.failedFuture(new UnavailableException("no network in this test"));
		}

		@Override
		public CompletionStage<org.web3ecosystem.spi.transport.Listener> listen(java.net.InetSocketAddress address,
				org.web3ecosystem.spi.transport.Inbound inbound) {
			return CompletableFuture.failedFuture(new UnavailableException("no network in this test"));
		}

	}

	private static final class FakeCertificates implements CertificateProvider {

		@Override
		public CompletionStage<CertificateChain> certificate(CertificateRequest request) {
			return CompletableFuture.failedFuture(new UnavailableException("no certificates in this test"));
		}

		@Override
		public CompletionStage<Verdict> validate(CertificateChain chain, Purpose purpose, NodeId subject) {
			return CompletableFuture.completedFuture(Verdict.unavailable("no certificates in this test"));
		}

	}

	private static final class FakeConsensus implements ConsensusProvider {

		@Override
		public CompletionStage<ProofBundle> prove(Operation operation) {
			return CompletableFuture.completedFuture(new ProofBundle(operation.digest(), Set.of()));
		}

		@Override
		public CompletionStage<Verdict> validate(ProofBundle bundle, Operation operation, NodeId prover) {
			return CompletableFuture.completedFuture(Verdict.accepted());
		}

	}

	/** Knows what the genesis document knows, and who said so. */
	private record FakeNames(Switches switches) implements ServiceDiscovery {

		@Override
		public CompletionStage<Resolution> resolve(Name name) {
			return switches.offer("hypermesh").get()
					? CompletableFuture
						.completedFuture(new Resolution.Found(List.of(), Duration.ofSeconds(1), false, "hypermesh"))
					: CompletableFuture.failedFuture(new UnavailableException("switched off by the test"));
		}

		@Override
		public CompletionStage<Void> register(ServiceRegistration registration) {
			return CompletableFuture.completedFuture(null);
		}

	}

}
