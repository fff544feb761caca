package org.web3ecosystem.trustchain.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of TrustChain.
 *
 * @param enabled whether this process has the component
 * @param leafLife life of an issued leaf, 20 min to 24 h
 */
@ConfigurationProperties("web3.trustchain")
public record TrustChainProperties(@DefaultValue("true") boolean enabled, @DefaultValue("24h") Duration leafLife) {
}
