package org.web3ecosystem.hypermesh.autoconfigure;

import java.time.Duration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.web3ecosystem.hypermesh.feed.BlockFeed;
import org.web3ecosystem.hypermesh.feed.BlockFeedHandler;
import org.web3ecosystem.hypermesh.feed.BlockFill;
import org.web3ecosystem.hypermesh.feed.LedgerBlocks;
import org.web3ecosystem.hypermesh.ledger.Validators;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.hypermesh.reputation.Scores;
import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.consensus.BlockListener;
import org.web3ecosystem.spi.transport.FeedHandler;

/** The blocks of this node, for whoever reads them. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "web3.hypermesh.serve", matchIfMissing = true)
class FeedConfiguration {

	/** Looks of a node that executes: nothing is missing there as a rule. */
	private static final Duration PERIOD = Duration.ofSeconds(1);

	@Bean
	@ConditionalOnMissingBean
	BlockFeed blockFeed(Node node, HyperMeshProperties properties, HyperMeshThreads threads) {
		return new BlockFeed(node.home().resolve("hypermesh").resolve("blocks"), properties.feed().toLimits(),
				threads.executor());
	}

	@Bean
	@ConditionalOnMissingBean
	LedgerBlocks ledgerBlocks(Node node, VerifiableLedger ledger, BlockFeed feed, ComponentInitializer seats,
			Scores scores, ObjectProvider<BlockListener> listeners, HyperMeshProperties properties,
			HyperMeshThreads threads) {
		BlockFill fill = new BlockFill(feed, ledger, new Validators(node, seats.transport(), scores),
				node.isValidator() ? PERIOD : properties.followInterval(), properties.requestDeadline(),
				threads.scheduler(), threads.executor());
		return new LedgerBlocks(ledger, feed, fill, () -> listeners, threads.scheduler(), threads.executor());
	}

	@Bean
	FeedHandler blockFeedHandler(BlockFeed feed) {
		return new BlockFeedHandler(feed);
	}

}
