package org.web3ecosystem.trustchain.autoconfigure;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.NameRegistry;
import org.web3ecosystem.spi.discovery.NamesPart;
import org.web3ecosystem.spi.discovery.ZoneListing;
import org.web3ecosystem.spi.transport.SilentPeers;
import org.web3ecosystem.trustchain.acme.challenge.ChallengeNames;
import org.web3ecosystem.trustchain.acme.challenge.ChallengeTexts;
import org.web3ecosystem.trustchain.autoconfigure.TrustChainAutoConfiguration.TrustChainThreads;
import org.web3ecosystem.trustchain.dns.Answering;
import org.web3ecosystem.trustchain.dns.AskedNames;
import org.web3ecosystem.trustchain.dns.DnsHandler;
import org.web3ecosystem.trustchain.dns.Forwarding;
import org.web3ecosystem.trustchain.dns.Naming;
import org.web3ecosystem.trustchain.dns.Takers;
import org.web3ecosystem.trustchain.dns.Updates;
import org.web3ecosystem.trustchain.dns.ValidatorNames;
import org.web3ecosystem.trustchain.dns.ZoneSigning;
import org.web3ecosystem.trustchain.secondary.Secondaries;
import org.web3ecosystem.trustchain.tsig.TsigCheck;
import org.web3ecosystem.trustchain.update.DynamicUpdates;
import org.web3ecosystem.trustchain.update.OwnZone;

/** What is said about names of the zone, to whoever is answered here. */
@Configuration(proxyBeanMethods = false)
class NamesConfiguration {

	@Bean
	ChallengeTexts challengeTexts(ObjectProvider<InstantSource> clock) {
		return new ChallengeTexts(TrustChainAutoConfiguration.time(clock));
	}

	@Bean
	ValidatorNames validatorNames(Node node, ComponentInitializer seats) {
		return new ValidatorNames(node, seats.transport());
	}

	/**
	 * Where names are served, and on validators, whom others ask over STOQ; null, which
	 * for Spring is no bean, elsewhere.
	 */
	@Bean
	@Nullable Answering answering(Node node, TrustChainProperties served, ComponentInitializer seats, ChallengeTexts challenges,
			DnsProperties properties, ObjectProvider<Ledger> ledger, ObjectProvider<SilentPeers> peers,
			ZoneSigning signing, ObjectProvider<NameRegistry> registry, ObjectProvider<ZoneListing> listing,
			ObjectProvider<Secondaries> secondaries, ValidatorNames validators, ObjectProvider<InstantSource> clock,
			TrustChainThreads threads) {
		if (!served.serve() && !node.isValidator()) {
			return null;
		}
		return new Answering(node.genesis(), node.name(), new ChallengeNames(seats.discovery(), challenges),
				new ZoneSerial(node.genesis().createdAt(), ledger),
				() -> peers.stream().findFirst().map(SilentPeers::silent).orElse(Set.of()), signing.zone(),
				properties.equalPerSecond(), TrustChainAutoConfiguration.time(clock), new SecureRandom(),
				threads.executor(), new Forwarding(properties.mayForward(), seats.discovery()),
				new TsigCheck(properties.tsigKeys(new Name(node.genesis().zone())),
						TrustChainAutoConfiguration.time(clock)),
				updates(node, seats, registry, clock, threads), listing.stream().findFirst(),
				secondaries.stream().findFirst().<Takers>map(each -> each).orElse(Takers.NONE),
				Optional.of(validators));
	}

	/** By whoever writes names, where somebody does. */
	private static Updates updates(Node node, ComponentInitializer seats, ObjectProvider<NameRegistry> registry,
			ObjectProvider<InstantSource> clock, TrustChainThreads threads) {
		return registry.stream()
			.findFirst()
			.<Updates>map(names -> new DynamicUpdates(new OwnZone(new Name(node.genesis().zone()), seats.discovery()),
					names, TrustChainAutoConfiguration.time(clock), threads.executor()))
			.orElse(Updates.NONE);
	}

	@Bean
	@Nullable DnsHandler dnsHandler(ObjectProvider<Answering> answering) {
		Answering here = answering.getIfAvailable();
		return here == null ? null : new DnsHandler(here);
	}

	/** Of a process that has no name server. */
	@Bean
	@ConditionalOnBooleanProperty(name = "web3.trustchain.serve", havingValue = false)
	Naming askedNames(Node node, ObjectProvider<Answering> answering, ValidatorNames validators,
			ObjectProvider<InstantSource> clock) {
		Name zone = new Name(node.genesis().zone());
		InstantSource time = TrustChainAutoConfiguration.time(clock);
		Answering own = answering.getIfAvailable();
		return own == null ? AskedNames.of(validators, zone, time) : AskedNames.of(own, zone, time);
	}

	/**
	 * How often validators were asked for what has to be signed, or whether they answer.
	 */
	@Bean
	@ConditionalOnMissingBean(name = "validatorNamesState")
	NamesPart validatorNamesState(ValidatorNames validators) {
		return new NamesPart("validators", () -> Map.of("asked", validators.asked(), "failed", validators.failed()));
	}

}
