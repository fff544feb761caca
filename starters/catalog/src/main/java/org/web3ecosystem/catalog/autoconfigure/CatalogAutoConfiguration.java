package org.web3ecosystem.catalog.autoconfigure;

import java.security.SecureRandom;
import java.util.Optional;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.web3ecosystem.catalog.Catalog;
import org.web3ecosystem.catalog.Catalogue;
import org.web3ecosystem.catalog.ledger.CatalogueEntries;
import org.web3ecosystem.catalog.placement.BlobClient;
import org.web3ecosystem.catalog.placement.BlobHandler;
import org.web3ecosystem.catalog.placement.BlobStore;
import org.web3ecosystem.catalog.placement.Custodian;
import org.web3ecosystem.catalog.placement.Signpost;
import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.asset.AssetRegistry;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.health.Feature;
import org.web3ecosystem.spi.transport.StreamHandler;

/** The catalogue on a node: its component, its blobs and what others call. */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = { "web3.catalog.enabled", "web3.catalog.serve" }, matchIfMissing = true)
@EnableConfigurationProperties(CatalogProperties.class)
public final class CatalogAutoConfiguration {

	private static final String CATALOG = "catalog";

	@Bean
	CatalogThreads catalogThreads() {
		return new CatalogThreads();
	}

	@Bean
	BlobStore blobStore(Node node, CatalogProperties properties) {
		return new BlobStore(node.home().resolve(CATALOG), properties.capacity().toBytes());
	}

	@Bean
	StreamHandler blobHandler(BlobStore store, CatalogThreads threads) {
		return new BlobHandler(store, threads.executor());
	}

	@Bean
	CatalogueEntries catalogueEntries(Node node, ObjectProvider<Ledger> ledger) {
		return new CatalogueEntries(new OwnLedger(ledger, node.genesis()));
	}

	@Bean
	Custodian custodian(Node node, CatalogueEntries entries, BlobStore store, ComponentInitializer seats,
			CatalogProperties properties) {
		return new Custodian(node, entries, store, new BlobClient(seats.transport(), store), seats.discovery(),
				properties.replicas());
	}

	@Bean
	Signpost signpost(Node node, CatalogueEntries entries, ObjectProvider<AssetRegistry> assets) {
		return new Signpost(node, entries, () -> Optional.ofNullable(assets.getIfAvailable()));
	}

	@Bean
	@ConditionalOnMissingBean
	Catalogue catalogue(Node node, CatalogueEntries entries, ComponentInitializer seats, BlobStore store,
			Custodian custodian, ObjectProvider<AssetRegistry> assets, CatalogThreads threads) {
		return new Catalogue(new Catalogue.Parts(node, entries, seats.consensus(), store, custodian,
				() -> Optional.ofNullable(assets.getIfAvailable()), new SecureRandom(), threads.executor()));
	}

	@Bean
	@ConditionalOnMissingBean(name = "catalogComponent")
	Catalog catalogComponent(Node node, BlobStore store, Custodian custodian, Signpost signpost, CatalogThreads threads,
			CatalogProperties properties) {
		return new Catalog(node.genesis(), store, custodian, signpost, threads.scheduler(), properties.lookInterval());
	}

	@Bean
	@ConditionalOnMissingBean(name = "packageCatalogue")
	Feature packageCatalogue(Catalog catalog) {
		return new Feature(CATALOG, "package-catalogue", catalog::works);
	}

}
