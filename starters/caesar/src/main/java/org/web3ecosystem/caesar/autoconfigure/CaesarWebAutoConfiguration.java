package org.web3ecosystem.caesar.autoconfigure;

import java.security.SecureRandom;
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
import org.web3ecosystem.caesar.Accounts;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.consensus.LedgerReads;
import org.web3ecosystem.spi.consensus.WriteQueue;

/** The REST interface, in a reactive web application that guards it. */
@AutoConfiguration(after = CaesarAutoConfiguration.class)
@ConditionalOnClass(RouterFunction.class)
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnBooleanProperty("web3.node.rest")
@ConditionalOnBooleanProperty(name = { "web3.caesar.enabled", "web3.caesar.serve" }, matchIfMissing = true)
public final class CaesarWebAutoConfiguration {

	/** The paths of this starter that answer from the ledger. */
	@Bean
	LedgerReads caesarReads() {
		return new LedgerReads(List.of("/caesar/**"));
	}

	@Bean
	@ConditionalOnMissingBean(name = "caesarRoutes")
	RouterFunction<ServerResponse> caesarRoutes(Node node, ObjectProvider<Accounts> accounts,
			ObjectProvider<WriteQueue> queue) {
		return new CaesarRoutes(node.genesis(), accounts::getIfAvailable, () -> queue.stream().findFirst(),
				new SecureRandom())
			.routes();
	}

}
