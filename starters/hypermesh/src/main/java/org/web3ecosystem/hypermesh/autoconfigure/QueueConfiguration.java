package org.web3ecosystem.hypermesh.autoconfigure;

import java.security.SecureRandom;
import java.time.InstantSource;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.web3ecosystem.hypermesh.ledger.Freshness;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.hypermesh.queue.Drain;
import org.web3ecosystem.hypermesh.queue.DurableQueue;
import org.web3ecosystem.hypermesh.queue.QueueJournal;
import org.web3ecosystem.hypermesh.queue.QueueLimits;
import org.web3ecosystem.hypermesh.queue.QueueWays;
import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.consensus.WriteQueue;

/** What a node does that was cut off: how old its reads are, and which writes wait. */
@Configuration(proxyBeanMethods = false)
class QueueConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Freshness freshness(VerifiableLedger ledger, HyperMeshProperties properties) {
		return new Freshness(ledger, properties.freshFor());
	}

	@Bean
	DurableQueue durableQueue(Node node, HyperMeshProperties properties, HyperMeshThreads threads) {
		return new DurableQueue(
				new QueueJournal(node.home().resolve("hypermesh").resolve("queue"), node.genesis().chainId()),
				QueueLimits.of(properties.queue().entries(), properties.queue().size().toBytes()),
				InstantSource.system(), new SecureRandom(), threads.executor());
	}

	@Bean
	Drain drain(Node node, DurableQueue queue, VerifiableLedger ledger, ComponentInitializer seats,
			HyperMeshThreads threads) {
		return new Drain(new Drain.Parts(queue, ledger, seats.consensus(), node.id(), threads.scheduler(),
				threads.executor(), System::nanoTime));
	}

	@Bean
	@ConditionalOnMissingBean
	WriteQueue writeQueue(DurableQueue queue, Drain drain, VerifiableLedger ledger) {
		return new QueueWays(queue, drain, ledger);
	}

}
