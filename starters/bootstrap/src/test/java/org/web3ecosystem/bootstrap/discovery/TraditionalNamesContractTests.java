package org.web3ecosystem.bootstrap.discovery;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;

import org.web3ecosystem.bootstrap.ManualClock;
import org.web3ecosystem.bootstrap.TestFederation;
import org.web3ecosystem.spi.discovery.LocalZone;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.genesis.FederationNames;
import org.web3ecosystem.spitest.discovery.ServiceDiscoveryContract;

/** The laws, as far as an offer that only looks up can keep them. */
class TraditionalNamesContractTests extends ServiceDiscoveryContract {

	private final TraditionalNames names = new TraditionalNames(
			new FederationNames(TestFederation.of(1).node(0, Path.of("home"))), LocalZone.EMPTY,
			new OperatorResolvers(new Name("test.internal"), ResolverSettings.of(List.of(), Duration.ofSeconds(1)),
					CircuitBreakerRegistry.ofDefaults(), RandomGenerator.getDefault(), new ManualClock()));

	@Override
	protected ServiceDiscovery discovery() {
		return names;
	}

	@Override
	protected Optional<ServiceDiscovery> onAnotherNode() {
		return Optional.empty();
	}

	@Override
	protected Name zone() {
		return new Name("test.internal");
	}

}
