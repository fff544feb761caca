package org.web3ecosystem.spi.discovery;

import java.util.concurrent.CompletionStage;

/**
 * Names of services and nodes.
 * <p>
 * Laws, tested by {@code ServiceDiscoveryContract}:
 * <ol>
 * <li>what was registered is found, from the moment registering completed;
 * <li>registering again replaces this node's contribution and no other's;
 * <li>a name outside its competence fails with UnavailableException, so that the next
 * offer is asked: {@link Resolution.NotFound} is only said by an authority;
 * <li>an answer from the past is marked stale.
 * </ol>
 * An offer that only looks up refuses {@link #register} with UnavailableException.
 */
public interface ServiceDiscovery {

	CompletionStage<Resolution> resolve(Name name);

	CompletionStage<Void> register(ServiceRegistration registration);

}
