package org.web3ecosystem.platform.node;

import java.security.SecureRandom;
import java.time.InstantSource;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.web3ecosystem.trustchain.renewal.IdentityRenewal;
import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.trust.Purpose;

/**
 * Writes an operator's certificate where whoever starts the node says so: the local
 * federation for its nodes, nobody else by default.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("web3.platform.operator-certificate")
class OperatorConfiguration {

	@Bean
	IdentityRenewal operatorRenewal(Node node, ComponentInitializer seats) {
		return new IdentityRenewal(node, seats.certificates(), Purpose.OPERATOR, OperatorFiles.load(node),
				identity -> OperatorFiles.store(node, identity), InstantSource.system(), new SecureRandom());
	}

	@Bean
	OperatorFiles operatorFiles(Node node, IdentityRenewal operatorRenewal) {
		return new OperatorFiles(node, operatorRenewal);
	}

}
