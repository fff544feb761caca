package org.web3ecosystem.trustchain.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ServiceRegistration;

/** Every name has one address for a minute but those that begin with "no". */
public final class EveryName implements ServiceDiscovery {

	/** That address. */
	public static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.1");

	@Override
	public CompletionStage<Resolution> resolve(Name name) {
		return CompletableFuture
			.completedFuture(name.text().startsWith("no") ? new Resolution.NotFound(Duration.ofSeconds(5), "test")
					: new Resolution.Found(List.of(new ResourceRecord.Address(ADDRESS)), Duration.ofMinutes(1), false,
							"test"));
	}

	@Override
	public CompletionStage<Void> register(ServiceRegistration registration) {
		throw new UnsupportedOperationException();
	}

}
