package org.web3ecosystem.bootstrap.discovery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.bootstrap.seat.OutsideCompetenceException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.LocalZone;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.genesis.FederationNames;

/**
 * The offer {@code traditional}: the federation's own names from the genesis document and
 * from this node's local zone, everybody else's from the operator's resolvers. The own
 * zone is never asked outside. It is no authority for the zone: a name there that it does
 * not know may well exist.
 */
public final class TraditionalNames implements ServiceDiscovery {

	/** Its name in the table. */
	public static final String NAME = "traditional";

	/** Genesis does not change; the answer may still move to another offer. */
	private static final Duration OWN_TTL = Duration.ofSeconds(60);

	private final FederationNames own;

	private final LocalZone local;

	private final OperatorResolvers outside;

	public TraditionalNames(FederationNames own, LocalZone local, OperatorResolvers outside) {
		this.own = own;
		this.local = local;
		this.outside = outside;
	}

	@Override
	public CompletionStage<Resolution> resolve(Name name) {
		if (!name.isWithin(own.zone())) {
			return outside.resolve(name);
		}
		return own.find(name)
			.map(records -> found(records, OWN_TTL))
			.or(() -> local.find(name).map(each -> found(each.records(), each.ttl())))
			.or(() -> local.hasBelow(name) ? Optional.of(found(List.of(), OWN_TTL)) : Optional.empty())
			.<CompletionStage<Resolution>>map(CompletableFuture::completedFuture)
			.orElseGet(() -> CompletableFuture.failedFuture(new OutsideCompetenceException(
					name + " is neither in the genesis document nor in this node's local zone")));
	}

	private static Resolution found(List<ResourceRecord> records, Duration ttl) {
		return new Resolution.Found(records, ttl, false, NAME);
	}

	@Override
	public CompletionStage<Void> register(ServiceRegistration registration) {
		return CompletableFuture.failedFuture(new UnavailableException(
				"names of the genesis document are fixed: " + registration.name() + " cannot be registered there"));
	}

}
