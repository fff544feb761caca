package org.web3ecosystem.trustchain.autoconfigure;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.trustchain.acme.AcmeServer;
import org.web3ecosystem.trustchain.acme.AcmeSettings;
import org.web3ecosystem.trustchain.acme.LedgerRevocation;
import org.web3ecosystem.trustchain.acme.LedgerWithdrawals;
import org.web3ecosystem.trustchain.acme.challenge.AddressPolicy;
import org.web3ecosystem.trustchain.acme.challenge.ChallengeTexts;
import org.web3ecosystem.trustchain.acme.challenge.DnsValidation;
import org.web3ecosystem.trustchain.acme.challenge.HttpValidation;
import org.web3ecosystem.trustchain.acme.challenge.Places;
import org.web3ecosystem.trustchain.acme.challenge.TlsAlpnValidation;
import org.web3ecosystem.trustchain.acme.store.Database;
import org.web3ecosystem.trustchain.acme.store.StoreDesk;
import org.web3ecosystem.trustchain.autoconfigure.TrustChainAutoConfiguration.TrustChainThreads;
import org.web3ecosystem.trustchain.node.IssuingDesk;
import org.web3ecosystem.trustchain.ledger.RevokedLeaves;
import org.web3ecosystem.trustchain.ledger.TaintedAuthorities;
import org.web3ecosystem.trustchain.revocation.RevocationDesk;

/** The ACME server, in a reactive web application. */
@AutoConfiguration(after = TrustChainAutoConfiguration.class)
@ConditionalOnClass(RouterFunction.class)
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnBooleanProperty("web3.node.rest")
@ConditionalOnBooleanProperty(
		name = { "web3.trustchain.enabled", "web3.trustchain.serve", "web3.trustchain.acme.enabled" },
		matchIfMissing = true)
@EnableConfigurationProperties(AcmeProperties.class)
public final class AcmeAutoConfiguration {

	@Bean(initMethod = "start")
	StoreDesk acmeStore(Node node, AcmeProperties properties, ObjectProvider<InstantSource> clock) {
		Database database = properties.database()
			.remote()
			.orElseGet(() -> Database.in(node.home().resolve("trustchain").resolve("acme")));
		return new StoreDesk(database, node.id(), time(clock));
	}

	@Bean
	AcmeServer acmeServer(Node node, AcmeProperties properties, StoreDesk store, IssuingDesk desk,
			ComponentInitializer seats, ChallengeTexts texts, RevocationDesk revocation, RevokedLeaves revoked,
			TaintedAuthorities tainted, ObjectProvider<InstantSource> clock, TrustChainThreads threads) {
		Places places = new Places(seats.discovery(), node.genesis().zone(),
				AddressPolicy.of(addresses(node), properties.validationRanges()));
		AcmeSettings settings = new AcmeSettings(properties.externalAccountAlways(), properties.ordersPerHour(),
				properties.accountsPerHour(), properties.failuresPerHour(), properties.validationPause());
		return new AcmeServer(settings, node.genesis().zone(), store, desk::authority,
				List.of(new HttpValidation(places, properties.httpPort(), properties.validationTime()),
						new DnsValidation(texts),
						new TlsAlpnValidation(places, properties.tlsPort(), properties.validationTime())),
				new LedgerRevocation(revocation.revoker(), threads.executor()),
				new LedgerWithdrawals(node.id(), revoked, tainted), time(clock), threads.executor());
	}

	@Bean
	@ConditionalOnMissingBean(name = "acmeRoutes")
	RouterFunction<ServerResponse> acmeRoutes(Node node, AcmeProperties properties, AcmeServer server,
			TrustChainThreads threads) {
		return new AcmeRoutes(server, new AcmeHosts(node, properties.hosts()), threads).routes();
	}

	@Bean
	@ConditionalOnMissingBean(name = "acmeOperatorRoutes")
	RouterFunction<ServerResponse> acmeOperatorRoutes(Node node, AcmeServer server, ChallengeTexts texts,
			TrustChainThreads threads) {
		return new AcmeOperatorRoutes(node.genesis().zone(), server, texts, threads).routes();
	}

	private static List<InetAddress> addresses(Node node) {
		return node.genesis()
			.validators()
			.stream()
			.map(Validator::endpoints)
			.flatMap(endpoints -> endpoints.inetAddresses().stream())
			.distinct()
			.toList();
	}

	private static InstantSource time(ObjectProvider<InstantSource> clock) {
		return clock.getIfAvailable(InstantSource::system);
	}

}
