package org.web3ecosystem.catalog.autoconfigure;

import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.web3ecosystem.catalog.Catalogue;
import org.web3ecosystem.spi.consensus.Deferrable;
import org.web3ecosystem.spi.consensus.LedgerReads;
import org.web3ecosystem.spi.consensus.WriteQueue;

/** The REST interface, in a reactive web application that guards it. */
@AutoConfiguration(after = CatalogAutoConfiguration.class)
@ConditionalOnClass(RouterFunction.class)
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnBooleanProperty("web3.node.rest")
@ConditionalOnBooleanProperty(name = { "web3.catalog.enabled", "web3.catalog.serve" }, matchIfMissing = true)
public final class CatalogWebAutoConfiguration {

	/** The paths of this starter that answer from the ledger. */
	@Bean
	LedgerReads catalogReads() {
		return new LedgerReads(List.of("/catalog/packages/**"));
	}

	@Bean
	@ConditionalOnMissingBean(name = "catalogRoutes")
	RouterFunction<ServerResponse> catalogRoutes(Catalogue catalogue, ObjectProvider<WriteQueue> queue) {
		return new CatalogRoutes(new PackageHandler(catalogue),
				new PublishHandler(new Deferrable<>(catalogue, () -> queue.stream().findFirst(), catalogue::through)),
				new BlobRoutes(catalogue))
			.routes();
	}

}
