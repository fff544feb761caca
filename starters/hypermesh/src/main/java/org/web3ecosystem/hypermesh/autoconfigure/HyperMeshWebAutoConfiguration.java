package org.web3ecosystem.hypermesh.autoconfigure;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebFilter;
import org.web3ecosystem.hypermesh.BoundNames;
import org.web3ecosystem.hypermesh.asset.LedgerAssets;
import org.web3ecosystem.hypermesh.conduct.Accuser;
import org.web3ecosystem.hypermesh.conduct.LedgerConduct;
import org.web3ecosystem.hypermesh.feed.BlockFeed;
import org.web3ecosystem.hypermesh.ledger.Freshness;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.hypermesh.name.LedgerNames;
import org.web3ecosystem.hypermesh.proof.Attester;
import org.web3ecosystem.hypermesh.proof.TimeSource;
import org.web3ecosystem.hypermesh.queue.DurableQueue;
import org.web3ecosystem.hypermesh.roster.LedgerRoster;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.asset.AssetRegistry;
import org.web3ecosystem.spi.consensus.ConsensusEngine;
import org.web3ecosystem.spi.consensus.Deferrable;
import org.web3ecosystem.spi.consensus.LedgerReads;
import org.web3ecosystem.spi.consensus.WriteQueue;
import tools.jackson.databind.json.JsonMapper;

/** The REST interface, in a reactive web application that guards it. */
@AutoConfiguration(after = HyperMeshAutoConfiguration.class)
@ConditionalOnClass(RouterFunction.class)
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnBooleanProperty("web3.node.rest")
@ConditionalOnBooleanProperty(name = "web3.hypermesh.enabled", matchIfMissing = true)
public final class HyperMeshWebAutoConfiguration {

	/**
	 * How old it is what a component says from the ledger, also one of another starter.
	 */
	@Bean
	@ConditionalOnMissingBean(name = "ledgerAnswers")
	WebFilter ledgerAnswers(Freshness freshness, ObjectProvider<LedgerReads> reads) {
		return new LedgerAnswers(freshness, reads::stream, JsonMapper.shared(), InstantSource.system());
	}

	/** The routes, where this process serves them. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "web3.hypermesh.serve", matchIfMissing = true)
	static class Routes {

		/** The paths of this starter that answer from the ledger. */
		@Bean
		LedgerReads hyperMeshReads() {
			return new LedgerReads(List.of("/hypermesh/assets/**", "/hypermesh/names/**", "/hypermesh/validators",
					"/hypermesh/conduct/**", "/hypermesh/ledger/**", "/hypermesh/transactions/*"));
		}

		@Bean
		@ConditionalOnMissingBean(name = "hyperMeshRoutes")
		RouterFunction<ServerResponse> hyperMeshRoutes(Node node, AssetRegistry assets, VerifiableLedger ledger,
				LedgerNames names, BoundNames bound, LedgerRoster roster, LedgerConduct conduct, Accuser accuser,
				ObjectProvider<ConsensusEngine> engine, Attester attester, TimeSource time, BlockFeed blocks,
				HyperMeshThreads threads, DurableQueue queue, ObjectProvider<WriteQueue> ways) {
			InstantSource clock = InstantSource.system();
			Supplier<Optional<WriteQueue>> way = () -> ways.stream().findFirst();
			Deferrable<AssetRegistry> registry = new Deferrable<>(assets, way,
					to -> new LedgerAssets(node.id(), to.ledger(), to.consensus()));
			return new HyperMeshRoutes(new AssetHandler(registry, ledger, clock), new LeaseHandler(registry, clock),
					new TransactionHandler(ledger), new EntryHandler(ledger),
					new ExportHandler(ledger, node.genesis().federation(),
							node.home().resolve("hypermesh").resolve("export")),
					new NameHandler(new Deferrable<>(names, way, names::through), bound),
					new ValidatorHandler(
							new Deferrable<>(roster, way,
									to -> new LedgerRoster(node.id(), to.ledger(), to.consensus())),
							node, () -> engine.stream().findFirst()),
					new ConductHandler(conduct, accuser::underWay, way), new TimeRoute(node.id(), attester, time),
					new BlockHandler(blocks, ledger::height, threads.executor()), new QueueHandler(queue))
				.routes();
		}

	}

}
