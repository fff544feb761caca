package org.web3ecosystem.catalog.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import org.web3ecosystem.spi.Setting;

/**
 * Settings of the catalogue. What the ledger accepts, costs and asks is not among them.
 *
 * @param enabled whether this process has the component
 * @param serve whether this process serves the component: keeps blobs, gives them to
 * other nodes and has the REST interface
 * @param replicas how many nodes keep a blob, its publisher among them; the same on all
 * nodes
 * @param capacity how many bytes of blobs this node takes
 * @param lookInterval how often the custodian looks for new blobs and challenges
 */
@ConfigurationProperties("web3.catalog")
public record CatalogProperties(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean serve,
		@DefaultValue("2") int replicas, @DefaultValue("10GB") DataSize capacity,
		@DefaultValue("2s") Duration lookInterval) {

	public CatalogProperties {
		new Setting("web3.catalog.replicas").within(replicas, 1, 100);
		new Setting("web3.catalog.capacity").require(capacity.toBytes() > 0, "a size such as 10GB, not " + capacity);
		new Setting("web3.catalog.look-interval").within(lookInterval, Duration.ofMillis(10), Duration.ofHours(1));
	}

}
