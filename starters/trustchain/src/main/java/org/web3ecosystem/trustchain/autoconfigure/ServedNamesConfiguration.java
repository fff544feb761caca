package org.web3ecosystem.trustchain.autoconfigure;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.net.ssl.X509ExtendedKeyManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.Setting;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.NamesPart;
import org.web3ecosystem.spi.health.Feature;
import org.web3ecosystem.trustchain.acme.AcmeServed;
import org.web3ecosystem.trustchain.acme.store.StoreDesk;
import org.web3ecosystem.trustchain.autoconfigure.TrustChainAutoConfiguration.TrustChainThreads;
import org.web3ecosystem.trustchain.dns.Answering;
import org.web3ecosystem.trustchain.dns.EncryptedNames;
import org.web3ecosystem.trustchain.dns.NameServer;
import org.web3ecosystem.trustchain.dns.Naming;
import org.web3ecosystem.trustchain.dns.TlsPlace;
import org.web3ecosystem.trustchain.dns.Updates;
import org.web3ecosystem.trustchain.node.IssuingDesk;
import org.web3ecosystem.trustchain.node.ServedNames;
import org.web3ecosystem.trustchain.secondary.Notifier;
import org.web3ecosystem.trustchain.secondary.Secondaries;

/** The name server of this node, for whoever asks over UDP, TCP or TLS, and ACME. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "web3.trustchain.serve", matchIfMissing = true)
class ServedNamesConfiguration {

	@Bean
	NameServer nameServer(Node node, Answering answering, DnsProperties properties,
			ObjectProvider<X509ExtendedKeyManager> identity, TrustChainThreads threads) {
		return new NameServer(answering, tls(node, properties, identity), threads.executor());
	}

	@Bean
	Secondaries secondaries(DnsProperties properties, ObjectProvider<InstantSource> clock) {
		return new Secondaries(properties.told(), TrustChainAutoConfiguration.time(clock));
	}

	@Bean
	Notifier notifier(Node node, Secondaries secondaries, NameServer names, ObjectProvider<Ledger> ledger,
			ObjectProvider<InstantSource> clock) {
		ZoneSerial serial = new ZoneSerial(node.genesis().createdAt(), ledger);
		return new Notifier(secondaries,
				new Notifier.Zone(new Name(node.genesis().zone()),
						() -> names.isOpen() ? OptionalLong.of(serial.getAsLong()) : OptionalLong.empty(),
						names.answering()::soa),
				node.bind(), TrustChainAutoConfiguration.time(clock), new SecureRandom());
	}

	@Bean
	@ConditionalOnMissingBean(name = "nameServerState")
	NamesPart nameServerState(Node node, NameServer names, ObjectProvider<Ledger> ledger) {
		return new NamesPart("server", new NameServerState(names, new ZoneSerial(node.genesis().createdAt(), ledger)));
	}

	@Bean
	@ConditionalOnMissingBean(name = "transfersState")
	NamesPart transfersState(Answering answering, Secondaries secondaries) {
		return new NamesPart("transfers", new TransfersState(answering.transfers(), secondaries));
	}

	@Bean
	@ConditionalOnMissingBean(name = "updatesState")
	NamesPart updatesState(Answering answering) {
		Updates updates = answering.updates();
		return new NamesPart("updates", () -> Map.of("executed", updates.executed(), "refused", updates.refused()));
	}

	/** RFC 7858, where somebody has a certificate for servers. */
	private static Optional<TlsPlace> tls(Node node, DnsProperties properties,
			ObjectProvider<X509ExtendedKeyManager> identity) {
		return properties.heardAt(node.endpoints().dns()).map(port -> {
			Optional<X509ExtendedKeyManager> shown = identity.stream().findFirst();
			new Setting("web3.trustchain.dns.tls").require(shown.isPresent(),
					"for a process that has a certificate for servers, which this one has not");
			return new TlsPlace(port, shown.orElseThrow());
		});
	}

	@Bean
	Feature acme(Node node, IssuingDesk desk, ObjectProvider<StoreDesk> store) {
		return new Feature("trustchain", "acme", new AcmeServed(node, () -> Optional.ofNullable(store.getIfAvailable()),
				() -> desk.authority().isPresent()));
	}

	@Bean
	Feature encryptedDns(Node node, NameServer names, DnsProperties properties,
			ObjectProvider<X509ExtendedKeyManager> identity) {
		return new Feature("trustchain", "encrypted-dns",
				new EncryptedNames(names, tls(node, properties, identity), identity.stream().findFirst()));
	}

	@Bean
	Naming servedNames(Node node, NameServer names, Notifier notifier, ObjectProvider<InstantSource> clock) {
		return new ServedNames(node, names, notifier, TrustChainAutoConfiguration.time(clock), new SecureRandom());
	}

}
