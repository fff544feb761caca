package org.web3ecosystem.hashgraph.autoconfigure;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mock.env.MockEnvironment;
import org.web3ecosystem.hashgraph.ForeignKeyException;
import org.web3ecosystem.hashgraph.GossipKeys;
import org.web3ecosystem.hashgraph.LoopbackPorts;
import org.web3ecosystem.hashgraph.actuate.HashgraphMetrics;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.consensus.ConsensusEngine;
import org.web3ecosystem.spi.consensus.ConsensusEngine.Submission;
import org.web3ecosystem.spi.consensus.EngineReport.Status;
import org.web3ecosystem.spi.consensus.LedgerApplication;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.health.Criterion;
import org.web3ecosystem.spi.health.Feature;
import org.web3ecosystem.spi.transport.PeerPorts;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spitest.consensus.LocalEngine;
import org.web3ecosystem.spitest.consensus.RecordingApplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class HashgraphAutoConfigurationTests {

	private static final NodeKey VALIDATOR = NodeKey.generate();

	private final ApplicationContextRunner bare = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(HashgraphAutoConfiguration.class, HashgraphMetricsAutoConfiguration.class));

	private final ApplicationContextRunner runner = bare.withPropertyValues("web3.hypermesh-hashgraph.gossip=direct");

	@Test
	void aValidatorGetsAnEngineThatIsNotStarted() {
		runner.withBean(Node.class, () -> node(VALIDATOR)).run(context -> {
			assertThat(context).hasSingleBean(ConsensusEngine.class).hasSingleBean(Criterion.class);
			assertThat(context.getBean(ConsensusEngine.class).report().status()).isEqualTo(Status.STOPPED);
			assertThat(context.getBean(ConsensusEngine.class).report().detail()).isEqualTo("not started");
		});
	}

	@Test
	void aNodeThatIsNoValidatorIsToldSo() {
		runner.withBean(Node.class, () -> node(NodeKey.generate())).run(context -> {
			ConsensusEngine engine = context.getBean(ConsensusEngine.class);
			LedgerApplication application = new RecordingApplication();
			assertThat(engine.report().status()).isEqualTo(Status.STOPPED);
			assertThat(engine.report().detail()).contains("not a validator");
			assertThat(engine.submit(new byte[1])).isEqualTo(Submission.NOT_ACTIVE);
			assertThatIllegalStateException().isThrownBy(() -> engine.start(application));
		});
	}

	@Test
	void aValidatorWithoutATransportIsRefusedAndToldWhatToSet() {
		bare.withBean(Node.class, () -> node(VALIDATOR))
			.run(context -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("web3.hypermesh-hashgraph.gossip is direct")
				.hasMessageContaining("firewall"));
		bare.withBean(Node.class, () -> node(NodeKey.generate()))
			.run(context -> assertThat(context.getBean(ConsensusEngine.class).report().detail())
				.contains("not a validator"));
	}

	@Test
	void whetherGossipRunsThroughTheTransportIsAFeature() {
		runner.withBean(Node.class, () -> node(VALIDATOR))
			.run(context -> assertThat(finding(context.getBean(Feature.class))).contains("direct"));
		ApplicationContextRunner through = bare.withBean(PeerPorts.class, () -> new LoopbackPorts().of(VALIDATOR.id()));
		through.withBean(Node.class, () -> node(VALIDATOR))
			.run(context -> assertThat(finding(context.getBean(Feature.class))).contains("does not run"));
		through.withBean(Node.class, () -> node(NodeKey.generate()))
			.run(context -> assertThat(context.getBean(Feature.class).finding().get())
				.isEqualTo(Criterion.Finding.met("this node does not validate")));
	}

	private static String finding(Feature feature) {
		assertThat(feature.name()).isEqualTo("gossip-through-stoq");
		return feature.finding().get().toString();
	}

	@Test
	void anotherEngineTakesItsPlace() {
		runner.withBean(Node.class, () -> node(VALIDATOR))
			.withBean(ConsensusEngine.class, () -> LocalEngine.cluster(1).getFirst())
			.run(context -> assertThat(context).hasSingleBean(ConsensusEngine.class)
				.doesNotHaveBean(Criterion.class)
				.doesNotHaveBean(HashgraphMetrics.class));
	}

	@Test
	void canBeSwitchedOff() {
		runner.withBean(Node.class, () -> node(VALIDATOR))
			.withPropertyValues("web3.hypermesh-hashgraph.enabled=false")
			.run(context -> assertThat(context).doesNotHaveBean(ConsensusEngine.class));
	}

	@Test
	void anImpossiblePropertyIsRefused() {
		runner.withBean(Node.class, () -> node(VALIDATOR))
			.withPropertyValues("web3.hypermesh-hashgraph.creation-rate=0")
			.run(context -> assertThat(context).hasFailed());
	}

	@Test
	void theDirectoryOfAnotherFederationIsRefusedBeforeAnythingStarts(@TempDir Path homes) {
		byte[] certificate = GossipKeys.create(homes.resolve("own"), "node1");
		Path foreign = homes.resolve("foreign");
		GossipKeys.create(foreign, "node1");

		runner.withBean(Node.class, () -> node(VALIDATOR, homes.resolve("own"), certificate))
			.run(context -> assertThat(context).hasNotFailed());
		runner.withBean(Node.class, () -> node(VALIDATOR, foreign, certificate))
			.run(context -> assertThat(context).getFailure().rootCause().isInstanceOf(ForeignKeyException.class));
	}

	@Test
	void theFiguresAreThere() {
		runner.withBean(Node.class, () -> node(VALIDATOR)).run(context -> {
			SimpleMeterRegistry registry = new SimpleMeterRegistry();
			context.getBean(HashgraphMetrics.class).bindTo(registry);
			context.getBean(ConsensusEngine.class).submit(new byte[1]);

			assertThat(
					registry.get("web3.hashgraph.submissions").tag("outcome", "not_active").functionCounter().count())
				.isEqualTo(1);
			assertThat(registry.get("web3.hashgraph.status").tag("status", "stopped").gauge().value()).isEqualTo(1);
			assertThat(registry.get("web3.hashgraph.round").gauge().value()).isZero();
		});
	}

	@Test
	void theApplicationsLogLevelsWin() {
		MockEnvironment environment = new MockEnvironment().withProperty("logging.level.org.hiero", "debug");

		new EngineLogLevels().postProcessEnvironment(environment, new SpringApplication());

		assertThat(environment.getProperty("logging.level.org.hiero")).isEqualTo("debug");
		assertThat(environment.getProperty("logging.level.com.swirlds")).isEqualTo("warn");
	}

	private static Node node(NodeKey key) {
		return node(key, Path.of("nowhere"), new byte[0]);
	}

	private static Node node(NodeKey key, Path home, byte[] certificate) {
		Endpoints endpoints = new Endpoints(List.of("127.0.0.1"), 1, 1, 1, 1, 1);
		Genesis genesis = new Genesis(new ChainId("test-0123456789abcdef"), "test", "test.internal", Instant.now(),
				Genesis.PROTOCOL_VERSION, List.of(),
				List.of(new Validator("node1", 1, VALIDATOR.publicKey().getEncoded(), certificate, endpoints, 1)),
				new byte[0]);
		return new Node("node1", key, home, List.of(InetAddress.getLoopbackAddress()), endpoints, genesis);
	}

}
