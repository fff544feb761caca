package org.web3ecosystem.hypermesh.name;

import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ServiceRegistration;

/**
 * {@link LedgerNames} as the seat knows it.
 *
 * @param names what answers
 */
public record LedgerDiscovery(LedgerNames names) implements ServiceDiscovery {

	/** The name of the offer. */
	public static final String OFFER = "hypermesh";

	@Override
	public CompletionStage<Resolution> resolve(Name name) {
		return names.resolve(name);
	}

	@Override
	public CompletionStage<Void> register(ServiceRegistration registration) {
		return names.register(registration).thenApply(receipt -> null);
	}

}
