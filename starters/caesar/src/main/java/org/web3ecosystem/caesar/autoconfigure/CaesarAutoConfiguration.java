package org.web3ecosystem.caesar.autoconfigure;

import java.time.InstantSource;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.web3ecosystem.caesar.Accounts;
import org.web3ecosystem.caesar.Caesar;
import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.health.Feature;
import org.web3ecosystem.spi.usage.Economy;

/**
 * Serves the economy of a federation that was founded with one. Which that is stands in
 * the genesis document, which is read after conditions are judged: so accounts are null,
 * which for Spring is no bean, where there is no economy.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = { "web3.caesar.enabled", "web3.caesar.serve" }, matchIfMissing = true)
public final class CaesarAutoConfiguration {

	private static final String COMPONENT = "caesar";

	@Bean
	@ConditionalOnMissingBean
	@Nullable Accounts accounts(Node node, ObjectProvider<Ledger> ledger, ComponentInitializer seats) {
		Ledger there = ledger.getIfAvailable();
		return isFoundedWith(node) && there != null ? new Accounts(node.id(), there, seats.consensus()) : null;
	}

	@Bean
	@ConditionalOnMissingBean
	Caesar caesar(Node node, ObjectProvider<Accounts> accounts) {
		Accounts there = accounts.getIfAvailable();
		if (there != null) {
			return Caesar.of(there, InstantSource.system());
		}
		return Caesar.absent(isFoundedWith(node) ? "this process has no ledger"
				: "not part of this federation: its genesis document lists no module '" + Economy.MODULE + "'");
	}

	@Bean
	@ConditionalOnMissingBean(name = "economy")
	Feature economy(Caesar caesar) {
		return new Feature(COMPONENT, "economy", caesar::balances);
	}

	@Bean
	@ConditionalOnMissingBean(name = "marketMaking")
	Feature marketMaking() {
		return Feature.notBuilt(COMPONENT, "market-making");
	}

	@Bean
	@ConditionalOnMissingBean(name = "dynamicPricing")
	Feature dynamicPricing() {
		return Feature.notBuilt(COMPONENT, "dynamic-pricing");
	}

	static boolean isFoundedWith(Node node) {
		return node.genesis().modules().contains(Economy.MODULE);
	}

}
