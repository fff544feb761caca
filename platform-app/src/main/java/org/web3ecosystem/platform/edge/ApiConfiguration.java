package org.web3ecosystem.platform.edge;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.web3ecosystem.platform.api.ApiRoutes;
import tools.jackson.databind.json.JsonMapper;

/** The description of what this node answers. */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

	@Bean
	RouterFunction<ServerResponse> apiRoutes(ObjectProvider<RouterFunction<?>> routes, JsonMapper json) {
		return new ApiRoutes(routes::orderedStream, json).routes();
	}

}
