package org.web3ecosystem.catalog.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.web3ecosystem.catalog.ledger.CatalogueModule;
import org.web3ecosystem.catalog.ledger.CataloguePolicy;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.consensus.LedgerModule;

/**
 * The catalogue's part of the ledger. Whether it is there is for the genesis document to
 * say and not for a setting: every validator executes the same modules, also one whose
 * process runs without the component.
 */
@AutoConfiguration
public final class CatalogueModuleAutoConfiguration {

	/** None, where the federation has no catalogue; Spring leaves a null out of lists. */
	@Bean
	@ConditionalOnMissingBean(name = "catalogueModule")
	@Nullable LedgerModule catalogueModule(Node node) {
		return node.genesis().modules().contains(CatalogueModule.NAME)
				? new CatalogueModule(node.genesis(), CataloguePolicy.DEFAULT) : null;
	}

}
