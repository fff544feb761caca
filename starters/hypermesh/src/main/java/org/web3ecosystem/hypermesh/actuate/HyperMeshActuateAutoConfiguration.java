package org.web3ecosystem.hypermesh.actuate;

import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.web3ecosystem.hypermesh.conduct.Accuser;
import org.web3ecosystem.hypermesh.conduct.LedgerConduct;
import org.web3ecosystem.hypermesh.feed.BlockFeed;
import org.web3ecosystem.hypermesh.ledger.Freshness;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.hypermesh.proof.Cosigners;
import org.web3ecosystem.hypermesh.proof.ProofStatistics;
import org.web3ecosystem.hypermesh.queue.DurableQueue;
import org.web3ecosystem.hypermesh.reputation.Scores;
import org.web3ecosystem.hypermesh.roster.EmergencyWatch;
import org.web3ecosystem.hypermesh.roster.ProofPolicy;

/** Health and metrics, where the application has them. */
@AutoConfiguration(afterName = "org.web3ecosystem.hypermesh.autoconfigure.HyperMeshAutoConfiguration")
@ConditionalOnBooleanProperty(name = "web3.hypermesh.enabled", matchIfMissing = true)
public final class HyperMeshActuateAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HealthIndicator.class)
	static class HealthConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "ledgerHealthIndicator")
		HealthIndicator ledgerHealthIndicator(VerifiableLedger ledger, LedgerConduct conduct, DurableQueue queue,
				Freshness freshness, ProofPolicy policy, EmergencyWatch emergency, Cosigners cosigners) {
			return new LedgerHealthIndicator(ledger, conduct::conduct, queue, freshness, policy, emergency, cosigners);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Endpoint.class)
	static class EndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ByzantineEndpoint byzantineEndpoint(VerifiableLedger ledger, LedgerConduct conduct, Accuser accuser,
				Scores scores) {
			return new ByzantineEndpoint(ledger, conduct::conduct, accuser::underWay, scores);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static class MetricsConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "hyperMeshMetrics")
		MeterBinder hyperMeshMetrics(VerifiableLedger ledger, ProofStatistics proofs, LedgerConduct conduct,
				ObjectProvider<BlockFeed> feed, DurableQueue queue, ProofPolicy policy, EmergencyWatch emergency,
				Cosigners cosigners) {
			return new HyperMeshMetrics(ledger, proofs, conduct, feed.stream().findFirst(), queue, policy, emergency,
					cosigners);
		}

	}

}
