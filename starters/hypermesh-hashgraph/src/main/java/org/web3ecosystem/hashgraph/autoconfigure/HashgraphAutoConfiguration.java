package org.web3ecosystem.hashgraph.autoconfigure;

import java.time.InstantSource;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.web3ecosystem.hashgraph.DirectGossip;
import org.web3ecosystem.hashgraph.Gossip;
import org.web3ecosystem.hashgraph.GossipKeys;
import org.web3ecosystem.hashgraph.HashgraphEngine;
import org.web3ecosystem.hashgraph.NoGossip;
import org.web3ecosystem.hashgraph.TransportGossip;
import org.web3ecosystem.hashgraph.autoconfigure.HashgraphProperties.GossipWay;
import org.web3ecosystem.hashgraph.evidence.ByzantineDetection;
import org.web3ecosystem.hashgraph.evidence.GossipEvidence;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.Setting;
import org.web3ecosystem.spi.consensus.ConsensusEngine;
import org.web3ecosystem.spi.consensus.CurrentRoster;
import org.web3ecosystem.spi.consensus.EvidenceVerifier;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.health.Feature;
import org.web3ecosystem.spi.transport.PeerPorts;

/**
 * Gives a node its {@link ConsensusEngine}. Who runs the ledger starts it. A node that is
 * no validator gets the bean too, since who a node is is known only at run time: it stays
 * {@code STOPPED}, says so in its report and refuses to start until it is told of a
 * roster that has the node.
 */
@AutoConfiguration(afterName = "org.web3ecosystem.bootstrap.autoconfigure.BootstrapAutoConfiguration",
		beforeName = "org.web3ecosystem.hypermesh.autoconfigure.HyperMeshAutoConfiguration")
@ConditionalOnBooleanProperty(name = { "web3.hypermesh-hashgraph.enabled", "web3.hypermesh.serve" },
		matchIfMissing = true)
@EnableConfigurationProperties(HashgraphProperties.class)
public final class HashgraphAutoConfiguration {

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean(ConsensusEngine.class)
	HashgraphEngine hashgraphEngine(Node node, HashgraphProperties properties, ObjectProvider<PeerPorts> ports,
			ObjectProvider<CurrentRoster> current) {
		GossipKeys.requireOwn(node);
		return new HashgraphEngine(node, gossip(node, properties, ports.getIfAvailable(), current),
				properties.toSettings());
	}

	private static Gossip gossip(Node node, HashgraphProperties properties, @Nullable PeerPorts ports,
			ObjectProvider<CurrentRoster> current) {
		if (properties.gossip() == GossipWay.DIRECT) {
			return new DirectGossip(node);
		}
		new Setting("web3.hypermesh-hashgraph.gossip").require(ports != null || !node.isValidator(),
				"direct on a validator without STOQ, and a firewall that lets only the other validators reach TCP port "
						+ node.endpoints().gossip());
		Roster first = Roster.of(node.genesis());
		// asked for late: who knows it stands on this engine
		return ports == null ? new NoGossip() : new TransportGossip(node, ports,
				() -> current.stream().findFirst().map(CurrentRoster::roster).orElse(first));
	}

	@Bean
	@ConditionalOnBean(HashgraphEngine.class)
	Feature gossipThroughStoq(HashgraphEngine engine) {
		return new Feature("stoq", "gossip-through-stoq", engine::gossip);
	}

	@Bean
	@ConditionalOnMissingBean
	EvidenceVerifier evidenceVerifier() {
		return new GossipEvidence();
	}

	@Bean(initMethod = "start", destroyMethod = "close")
	@ConditionalOnBean(HashgraphEngine.class)
	@ConditionalOnMissingBean(name = "byzantineDetection")
	ByzantineDetection byzantineDetection(Node node, HashgraphEngine engine) {
		return new ByzantineDetection(node.isValidator(), engine::watch, InstantSource.system());
	}

	/** After logging was set up, which forgets what was there before. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = "ch.qos.logback.classic.LoggerContext")
	static class Logs {

		@Bean
		SmartInitializingSingleton stoppedGossip() {
			return StoppedGossip::install;
		}

		@Bean
		SmartInitializingSingleton refusedAccepts() {
			return RefusedAccepts::install;
		}

	}

}
