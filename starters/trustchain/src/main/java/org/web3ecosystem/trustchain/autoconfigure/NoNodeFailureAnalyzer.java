package org.web3ecosystem.trustchain.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.Node;

/** Says which starter is missing where there is no node. Before Boot's word on beans. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class NoNodeFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable root, NoSuchBeanDefinitionException cause) {
		if (cause.getBeanType() != Node.class && cause.getBeanType() != ComponentInitializer.class) {
			return null;
		}
		return new FailureAnalysis(
				"TrustChain is on the class path, and nothing makes this application a node of a federation.",
				"Add org.web3ecosystem:bootstrap-spring-boot-starter and org.web3ecosystem:stoq-spring-boot-starter"
						+ " to the application, or set web3.trustchain.enabled=false.",
				cause);
	}

}
