package org.web3ecosystem.trustchain.autoconfigure;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;

import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.trustchain.acme.challenge.AddressPolicy;
import org.web3ecosystem.trustchain.autoconfigure.TrustChainAutoConfiguration.TrustChainThreads;
import org.web3ecosystem.trustchain.bundle.BundleClient;
import org.web3ecosystem.trustchain.bundle.EndpointAddresses;
import org.web3ecosystem.trustchain.bundle.ForeignBundles;
import org.web3ecosystem.trustchain.bundle.ForeignOffice;
import org.web3ecosystem.trustchain.bundle.SeatHosts;
import org.web3ecosystem.trustchain.ledger.CertificateLedger;
import org.web3ecosystem.trustchain.ledger.CriticalOrder;
import org.web3ecosystem.trustchain.ledger.ForeignFederations;

/** Other federations, believed for their own zones. */
@AutoConfiguration(before = TrustChainAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "web3.trustchain.enabled", matchIfMissing = true)
public final class ForeignAutoConfiguration {

	/** For one address of an endpoint. */
	private static final Duration FETCHING = Duration.ofSeconds(10);

	@Bean
	ForeignFederations foreignFederations(Node node, CertificateLedger ledger) {
		return new ForeignFederations(node.genesis(), ledger, node.home().resolve("trustchain").resolve("foreign"));
	}

	@Bean
	BundleClient bundleClient(Node node, TrustChainProperties properties, ComponentInitializer seats,
			TrustChainThreads threads) {
		List<InetAddress> known = node.genesis()
			.validators()
			.stream()
			.map(Validator::endpoints)
			.flatMap(endpoints -> endpoints.inetAddresses().stream())
			.toList();
		return new BundleClient(new EndpointAddresses(new SeatHosts(seats.discovery()),
				AddressPolicy.of(known, properties.foreignRanges()),
				known.stream().allMatch(InetAddress::isLoopbackAddress), threads.executor()), FETCHING);
	}

	@Bean
	ForeignBundles foreignBundles(Node node, ForeignFederations federations, BundleClient client,
			ObjectProvider<InstantSource> clock, TrustChainThreads threads) {
		return new ForeignBundles(federations, client, node.home().resolve("trustchain").resolve("foreign-bundles"),
				clock.getIfAvailable(InstantSource::system), threads.executor());
	}

	@Bean
	ForeignOffice foreignOffice(Node node, CertificateLedger ledger, ComponentInitializer seats,
			ForeignFederations federations, BundleClient client, ObjectProvider<InstantSource> clock) {
		return new ForeignOffice(new CriticalOrder(node.id(), ledger, seats.consensus()), federations, client,
				clock.getIfAvailable(InstantSource::system), new SecureRandom());
	}

}
