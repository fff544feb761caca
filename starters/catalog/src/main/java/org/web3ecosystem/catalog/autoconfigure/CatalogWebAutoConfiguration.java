package org.web3ecosystem.catalog.autoconfigure;

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

/** The REST interface, in a reactive web application. */
@AutoConfiguration(after = CatalogAutoConfiguration.class)
@ConditionalOnClass(RouterFunction.class)
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnBooleanProperty(name = "web3.catalog.enabled", matchIfMissing = true)
public final class CatalogWebAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "catalogRoutes")
	RouterFunction<ServerResponse> catalogRoutes(Catalogue catalogue) {
		return new CatalogRoutes(new PackageHandler(catalogue), new PublishHandler(catalogue),
				new BlobRoutes(catalogue))
			.routes();
	}

}
