package org.web3ecosystem.spi.health;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A component of the plan that this version does not have: stands in the list of
 * components and says so. It provides no capability, so nothing can come to rest on it.
 *
 * @param name the component's
 */
public record NotBuilt(String name) implements Component {

	@Override
	public CompletionStage<Void> start() {
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public Set<String> capabilities() {
		return Set.of();
	}

	@Override
	public ComponentHealth health() {
		return ComponentHealth.of(ComponentHealth.Status.NOT_BUILT, name + " is not built yet");
	}

	@Override
	public void close() {
		// nothing was started
	}

}
