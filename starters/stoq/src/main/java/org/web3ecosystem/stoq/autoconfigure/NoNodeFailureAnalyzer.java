package org.web3ecosystem.stoq.autoconfigure;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.spi.trust.CertificateProvider;

/** Says which starter is missing where there is no node. Before Boot's word on beans. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class NoNodeFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {

	/** What an application that talks over STOQ asks for. */
	private static final Set<Class<?>> ASKED_FOR = Set.of(Node.class, ComponentInitializer.class,
			TransportProvider.class, CertificateProvider.class);

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable root, NoSuchBeanDefinitionException cause) {
		Class<?> missing = cause.getBeanType();
		if (missing == null || !ASKED_FOR.contains(missing)) {
			return null;
		}
		return new FailureAnalysis(
				"STOQ is on the class path, and nothing makes this application a node of a federation.",
				"Add org.web3ecosystem:bootstrap-spring-boot-starter to the application.", cause);
	}

}
