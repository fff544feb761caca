package org.web3ecosystem.catalog.actuate;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.web3ecosystem.catalog.placement.BlobStore;
import org.web3ecosystem.catalog.placement.Custodian;

/** Meters under {@code web3.catalog}. */
final class CatalogMetrics implements MeterBinder {

	private final BlobStore store;

	private final Custodian custodian;

	CatalogMetrics(BlobStore store, Custodian custodian) {
		this.store = store;
		this.custodian = custodian;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("web3.catalog.blobs", store, BlobStore::count)
			.description("Blobs on this node's disk")
			.register(registry);
		Gauge.builder("web3.catalog.bytes", store, BlobStore::used)
			.description("Bytes that blobs take and have reserved")
			.baseUnit("bytes")
			.register(registry);
		Gauge.builder("web3.catalog.duties", custodian, from -> from.observation().duties())
			.description("Blobs that fall to this node")
			.register(registry);
		FunctionCounter.builder("web3.catalog.corrupted", store, BlobStore::corrupted)
			.description("Blobs that were not what their name says")
			.register(registry);
		FunctionCounter.builder("web3.catalog.fetched", custodian, Custodian::fetched)
			.description("Blobs got from other nodes")
			.register(registry);
		FunctionCounter.builder("web3.catalog.proofs", custodian, Custodian::proven)
			.description("Answers to challenges")
			.tag("outcome", "accepted")
			.register(registry);
		FunctionCounter.builder("web3.catalog.proofs", custodian, Custodian::refused)
			.description("Answers to challenges")
			.tag("outcome", "refused")
			.register(registry);
	}

}
