package org.web3ecosystem.caesar.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.web3ecosystem.caesar.EconomyModule;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.consensus.LedgerModule;

/**
 * The economy's part of the ledger: on every validator of a federation that was founded
 * with one, also where the process does not serve it.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "web3.caesar.enabled", matchIfMissing = true)
public final class EconomyModuleAutoConfiguration {

	@Bean
	@Nullable LedgerModule economyModule(Node node) {
		return CaesarAutoConfiguration.isFoundedWith(node) ? new EconomyModule(node.genesis()) : null;
	}

}
