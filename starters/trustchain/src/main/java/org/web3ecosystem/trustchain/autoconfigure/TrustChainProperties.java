package org.web3ecosystem.trustchain.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import org.web3ecosystem.spi.Setting;

/**
 * Properties of TrustChain.
 *
 * @param enabled whether this process has the component
 * @param leafLife life of an issued leaf, 20 min to 24 h
 * @param watch host names for which no other validator should issue; names below them too
 * @param tilesFrom directory of a log's public files that this process shows instead of
 * its own log's
 */
@ConfigurationProperties("web3.trustchain")
public record TrustChainProperties(@DefaultValue("true") boolean enabled, @DefaultValue("24h") Duration leafLife,
		@DefaultValue List<String> watch, @Nullable Path tilesFrom) {

	public TrustChainProperties {
		new Setting("web3.trustchain.leaf-life").within(leafLife, Duration.ofMinutes(20), Duration.ofHours(24));
	}

}
