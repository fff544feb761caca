package org.web3ecosystem.catalog.autoconfigure;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.health.Component;
import org.web3ecosystem.spi.health.ComponentHealth;
import org.web3ecosystem.spi.health.ComponentHealth.Status;

/**
 * Stands in the list of components and says that it is not built. It provides no
 * capability, so nothing can come to rest on it.
 */
final class CatalogComponent implements Component {

	@Override
	public String name() {
		return "catalog";
	}

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
		return ComponentHealth.of(Status.NOT_BUILT, "catalog is not built yet");
	}

	@Override
	public void close() {
	}

}
