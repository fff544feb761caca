package org.web3ecosystem.platform.running;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.web3ecosystem.bootstrap.discovery.RemoteNames;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.platform.federation.FederationDirectory;
import org.web3ecosystem.platform.federation.FederationPlan;
import org.web3ecosystem.platform.federation.FederationPlan.PlannedNode;
import org.web3ecosystem.platform.federation.Founding;
import org.web3ecosystem.platform.node.Nodes;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.Offer;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spitest.Loopback;
import org.web3ecosystem.spitest.discovery.ServiceDiscoveryContract;
import org.web3ecosystem.stoq.pool.StoqTransport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.web3ecosystem.spitest.Stages.get;

/**
 * The laws for names that are asked for over STOQ: of two validators on loopback the
 * second asks the first one, by QUIC, and what answers there is its ledger. Registered is
 * where there is a ledger.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RemoteNamesContractTests extends ServiceDiscoveryContract {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	/** Of a seat, for one name. */
	private static final Duration SEAT = Duration.ofSeconds(3);

	@TempDir
	private static Path directory;

	private static final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	private static RemoteNames names;

	@BeforeAll
	static void start() {
		List<PlannedNode> planned = List.of(planned("node1"), planned("node2"));
		FederationDirectory federation = new Founding(InstantSource.system(), new SecureRandom()).found(
				new FederationPlan("local", "local.internal", planned), directory.resolve("federation"),
				Optional.of("a passphrase of sixteen"));
		federation.validators()
			.forEach(validator -> contexts.add(Nodes.among(
					Map.of("spring.jmx.enabled", "false", "web3.node.home", federation.home(validator).toString()),
					environment -> {
					})));
		contexts.forEach(context -> Awaitility.await("a ledger that works")
			.atMost(PATIENCE)
			.until(() -> context.getBean(VerifiableLedger.class).readiness().isAccepted()));
		names = new RemoteNames(contexts.getLast().getBean(Node.class),
				contexts.getLast().getBean(StoqTransport.class).offer(), InstantSource.system());
		Name name = new Name("first.local.internal");
		get(ledger(contexts.getFirst()).register(
				new ServiceRegistration(name, List.of(new ResourceRecord.Text("there")), Duration.ofSeconds(30))));
		Awaitility.await("the phase in which the ledger answers for names")
			.atMost(PATIENCE)
			.ignoreExceptions()
			.until(() -> get(names.resolve(name)) instanceof Resolution.Found);
	}

	private static PlannedNode planned(String name) {
		return new PlannedNode(name, new Endpoints(List.of("127.0.0.1"), Loopback.freePort(), Loopback.freePort(),
				Loopback.freePort(), Loopback.freePort(), Loopback.freePort()));
	}

	@AfterAll
	static void close() {
		contexts.reversed().forEach(ConfigurableApplicationContext::close);
	}

	@Override
	protected ServiceDiscovery discovery() {
		return registeringAt(0, names);
	}

	@Override
	protected Optional<ServiceDiscovery> onAnotherNode() {
		return Optional.of(registeringAt(1, names));
	}

	@Override
	protected Name zone() {
		return new Name("local.internal");
	}

	/** Looks up from afar, and registers as a process with a ledger does. */
	private static ServiceDiscovery registeringAt(int node, ServiceDiscovery remote) {
		ServiceDiscovery ledger = ledger(contexts.get(node));
		return new ServiceDiscovery() {

			@Override
			public CompletionStage<Resolution> resolve(Name name) {
				return remote.resolve(name);
			}

			@Override
			public CompletionStage<Void> register(ServiceRegistration registration) {
				return ledger.register(registration);
			}

		};
	}

	private static ServiceDiscovery ledger(ConfigurableApplicationContext context) {
		return (ServiceDiscovery) context.getBean("ledgerDiscovery", Offer.class).value();
	}

	/** The last one, since it takes away what the others need. */
	@Test
	@Order(Integer.MAX_VALUE)
	void thatNobodyAnswersIsSaidInTimeAndLeavesNoThreads() {
		contexts.removeFirst().close();
		lookUpInVain("warm");
		int before = Thread.activeCount();

		for (int i = 0; i < 5; i++) {
			lookUpInVain("gone" + i);
		}
		assertThat(names.probe().isAccepted()).isFalse();
		assertThat(Thread.activeCount()).isLessThanOrEqualTo(before + 2);
	}

	private void lookUpInVain(String label) {
		Instant asked = Instant.now();
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> get(names.resolve(zone().child(label))))
			.withMessageContaining("nobody answers");
		assertThat(Duration.between(asked, Instant.now())).isLessThan(SEAT);
	}

}
