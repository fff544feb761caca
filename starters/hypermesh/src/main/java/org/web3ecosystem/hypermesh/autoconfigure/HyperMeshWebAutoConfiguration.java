package org.web3ecosystem.hypermesh.autoconfigure;

import java.time.InstantSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.web3ecosystem.hypermesh.BoundNames;
import org.web3ecosystem.hypermesh.conduct.LedgerConduct;
import org.web3ecosystem.hypermesh.feed.BlockFeed;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.hypermesh.name.LedgerNames;
import org.web3ecosystem.hypermesh.proof.Attester;
import org.web3ecosystem.hypermesh.proof.TimeSource;
import org.web3ecosystem.hypermesh.roster.LedgerRoster;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.asset.AssetRegistry;
import org.web3ecosystem.spi.consensus.ConsensusEngine;

/** The REST interface, in a reactive web application. */
@AutoConfiguration(after = HyperMeshAutoConfiguration.class)
@ConditionalOnClass(RouterFunction.class)
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnBooleanProperty(name = "web3.hypermesh.enabled", matchIfMissing = true)
public final class HyperMeshWebAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "hyperMeshRoutes")
	RouterFunction<ServerResponse> hyperMeshRoutes(Node node, AssetRegistry assets, VerifiableLedger ledger,
			LedgerNames names, BoundNames bound, LedgerRoster roster, LedgerConduct conduct,
			ObjectProvider<ConsensusEngine> engine, Attester attester, TimeSource time, BlockFeed blocks,
			HyperMeshThreads threads) {
		InstantSource clock = InstantSource.system();
		return new HyperMeshRoutes(new AssetHandler(assets, ledger, clock), new LeaseHandler(assets, clock),
				new TransactionHandler(ledger), new EntryHandler(ledger),
				new ExportHandler(ledger, node.genesis().federation(),
						node.home().resolve("hypermesh").resolve("export")),
				new NameHandler(names, bound), new ValidatorHandler(roster, node, () -> engine.stream().findFirst()),
				new ConductHandler(conduct), new TimeRoute(node.id(), attester, time),
				new BlockHandler(blocks, ledger::height, threads.executor()))
			.routes();
	}

}
