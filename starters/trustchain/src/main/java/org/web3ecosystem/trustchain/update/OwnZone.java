package org.web3ecosystem.trustchain.update;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.xbill.DNS.Type;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.genesis.FederationNames;

/**
 * The federation's zone as updates see it.
 *
 * @param apex its name
 * @param discovery what its names have now
 */
public record OwnZone(Name apex, ServiceDiscovery discovery) {

	/**
	 * Whether a name is for services: not what the name server makes itself, what follows
	 * from assets, or where nodes find each other.
	 */
	boolean isForServices(Name name) {
		return !name.equals(apex) && !name.isWithin(apex.child("node")) && !name.isWithin(apex.child("asset"))
				&& !name.equals(FederationNames.stoq(apex));
	}

	/** What a name has now. Fails with UnavailableException while nobody can say. */
	CompletionStage<There> there(Name name) {
		Set<Integer> made = name.equals(apex) ? Set.of(Type.SOA, Type.NS) : Set.of();
		try {
			return discovery.resolve(name).thenApply(resolution -> switch (resolution) {
				case Resolution.NotFound _ -> new There(List.of(), made);
				case Resolution.Found found when found.stale() ->
					throw new UnavailableException("what " + name + " has is only known from the past");
				case Resolution.Found found -> new There(found.records(), made);
			});
		}
		catch (RuntimeException failed) {
			return CompletableFuture.failedFuture(failed);
		}
	}

}
