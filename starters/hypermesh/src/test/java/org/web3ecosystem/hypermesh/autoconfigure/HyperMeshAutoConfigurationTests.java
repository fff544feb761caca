package org.web3ecosystem.hypermesh.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.ledger.ModuleSetException;
import org.web3ecosystem.hypermesh.ledger.ObserverLedger;
import org.web3ecosystem.hypermesh.ledger.ReplicatedLedger;
import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.Offer;
import org.web3ecosystem.spi.SettingException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.asset.AssetRegistry;
import org.web3ecosystem.spi.consensus.ConsensusEngine;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.health.Component;
import org.web3ecosystem.spi.health.Criterion;
import org.web3ecosystem.spi.health.CriterionId;
import org.web3ecosystem.spi.health.Feature;
import org.web3ecosystem.spi.transport.FeedHandler;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spitest.consensus.LocalEngine;
import org.web3ecosystem.spitest.consensus.RegisterModule;
import org.web3ecosystem.spitest.transport.InMemoryNetwork;

import static org.assertj.core.api.Assertions.assertThat;

class HyperMeshAutoConfigurationTests {

	private final NodeKey key = NodeKey.generate();

	private final Node validator = TestFederation.node(TestFederation.genesis(List.of(key)), key, "node1",
			TestFederation.endpoints(0));

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withBean("register", LedgerModule.class, RegisterModule::new)
		.withConfiguration(AutoConfigurations.of(HyperMeshAutoConfiguration.class))
		.withBean(ComponentInitializer.class, () -> seats(key));

	static ComponentInitializer seats(NodeKey key) {
		TransportProvider transport = new InMemoryNetwork().node(key.id());
		return new ComponentInitializer(transport, empty(CertificateProvider.class), empty(ConsensusProvider.class),
				empty(ServiceDiscovery.class));
	}

	/** A seat on which nobody sits. */
	static <T> T empty(Class<T> seat) {
		return seat.cast(java.lang.reflect.Proxy.newProxyInstance(seat.getClassLoader(), new Class<?>[] { seat },
				(proxy, method, arguments) -> {
					throw new UnavailableException("nobody sits there");
				}));
	}

	@Test
	void aValidatorHasAReplicatedLedgerAndTheOffers() {
		runner.withBean(Node.class, () -> validator)
			.withBean(ConsensusEngine.class, () -> LocalEngine.cluster(1).getFirst())
			.run(context -> {
				assertThat(context).hasSingleBean(Ledger.class).hasSingleBean(AssetRegistry.class);
				assertThat(context.getBean(Ledger.class)).isInstanceOf(ReplicatedLedger.class);
				assertThat(context.getBeanNamesForType(Offer.class))
					.extracting(name -> ((Offer<?>) context.getBean(name)).name())
					.containsExactlyInAnyOrder("observe", "quorum", "mandatory", "hypermesh");
				assertThat(context.getBeansOfType(LedgerModule.class).values()).extracting(LedgerModule::name)
					.containsExactlyInAnyOrder("assets", "conduct", "names", "plots", "register", "validators");
				assertThat(context.getBeansOfType(RequestHandler.class).values()).extracting(RequestHandler::method)
					.containsExactlyInAnyOrder("hypermesh.read", "hypermesh.age", "hypermesh.submit", "hypermesh.root",
							"hypermesh.time", "hypermesh.nonce");
				assertThat(context.getBeansOfType(Criterion.class).values()).extracting(Criterion::id)
					.containsExactlyInAnyOrder(CriterionId.CONSENSUS_ACTIVE, CriterionId.FEDERATION_ENDPOINTS);
				assertThat(context.getBeansOfType(Component.class).values()).extracting(Component::name)
					.containsExactly("hypermesh");
			});
	}

	@Test
	void noSeatIsTakenByABareBean() {
		runner.withBean(Node.class, () -> validator)
			.withBean(ConsensusEngine.class, () -> LocalEngine.cluster(1).getFirst())
			.run(context -> assertThat(context).doesNotHaveBean(ServiceDiscovery.class)
				.doesNotHaveBean(ConsensusProvider.class));
	}

	@Test
	void whatIsNotBuiltIsWaitedForByName() {
		runner.withBean(Node.class, () -> validator)
			.withBean(ConsensusEngine.class, () -> LocalEngine.cluster(1).getFirst())
			.run(context -> assertThat(context.getBeansOfType(Feature.class).values()).allSatisfy(feature -> {
				assertThat(feature.component()).isEqualTo("hypermesh");
				assertThat(feature.finding().get().met()).isFalse();
			})
				.extracting(Feature::name)
				.containsExactlyInAnyOrder("space-proof", "time-proof", "memory-addressing", "proxy-routing",
						"reputation-isolation", "cross-chain-assets", "validator-epochs", "federation-admin",
						"emergency-mode"));
	}

	@Test
	void aNodeThatDoesNotValidateObserves() {
		NodeKey fifth = NodeKey.generate();
		Node observer = TestFederation.node(validator.genesis(), fifth, "node5", TestFederation.endpoints(5));

		runner.withBean(Node.class, () -> observer)
			.run(context -> assertThat(context.getBean(Ledger.class)).isInstanceOf(ObserverLedger.class));
	}

	@Test
	void aProcessThatDoesNotServeAsksAndAnswersNobody() {
		NodeKey fifth = NodeKey.generate();
		Node member = TestFederation.node(validator.genesis(), fifth, "node5", TestFederation.endpoints(5));

		runner.withBean(Node.class, () -> member).withPropertyValues("web3.hypermesh.serve=false").run(context -> {
			assertThat(context.getBean(Ledger.class)).isInstanceOf(ObserverLedger.class);
			assertThat(context).doesNotHaveBean(RequestHandler.class).doesNotHaveBean(FeedHandler.class);
			assertThat(context.getBeansOfType(Criterion.class).values()).extracting(Criterion::id)
				.contains(CriterionId.BYZANTINE_DETECTION);
			assertThat(context.getBean(Component.class).name()).isEqualTo("hypermesh");
		});
	}

	@Test
	void aValidatorHasToServe() {
		runner.withBean(Node.class, () -> validator)
			.withPropertyValues("web3.hypermesh.serve=false")
			.run(context -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(SettingException.class)
				.hasMessageStartingWith("web3.hypermesh.serve is true on a validator, which node1 is"));
	}

	@Test
	void aValidatorWithoutEngineDoesNotStart() {
		runner.withBean(Node.class, () -> validator)
			.run(context -> assertThat(context).getFailure().rootCause().isInstanceOf(NoEngineException.class));
	}

	@Test
	void aValidatorWithOtherModulesThanTheGenesisDoesNotStart() {
		runner.withBean(Node.class, () -> validator)
			.withBean(ConsensusEngine.class, () -> LocalEngine.cluster(1).getFirst())
			.withBean("stranger", LedgerModule.class, StrangeModule::new)
			.run(context -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(ModuleSetException.class)
				.hasMessageContaining("[assets, conduct, names, plots, register, validators]")
				.hasMessageContaining("strange"));
	}

	@Test
	void theComponentCanBeSwitchedOff() {
		runner.withBean(Node.class, () -> validator)
			.withPropertyValues("web3.hypermesh.enabled=false")
			.run(context -> assertThat(context).doesNotHaveBean(Component.class));
	}

	private static final class StrangeModule implements LedgerModule {

		@Override
		public String name() {
			return "strange";
		}

		@Override
		public Verdict check(Command command) {
			return Verdict.accepted();
		}

		@Override
		public Verdict apply(Command command, State state) {
			return Verdict.accepted();
		}

	}

}
