package org.web3ecosystem.trustchain.autoconfigure;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.web3ecosystem.trustchain.dns.Naming;

import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.Offer;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.discovery.NamesPart;
import org.web3ecosystem.spi.health.Criterion;
import org.web3ecosystem.spi.health.Feature;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.JoinDoor;
import org.web3ecosystem.spi.trust.PublishedIdentity;
import org.web3ecosystem.spi.trust.RevocationListener;
import org.web3ecosystem.trustchain.bundle.ForeignBundles;
import org.web3ecosystem.trustchain.ct.TransparencyLog;
import org.web3ecosystem.trustchain.dns.ZoneSigning;
import org.web3ecosystem.trustchain.dnssec.KeyRingFile;
import org.web3ecosystem.trustchain.join.Door;
import org.web3ecosystem.trustchain.join.Roster;
import org.web3ecosystem.trustchain.join.Tokens;
import org.web3ecosystem.trustchain.ledger.CertificateLedger;
import org.web3ecosystem.trustchain.ledger.CertificatesModule;
import org.web3ecosystem.trustchain.ledger.RevokedLeaves;
import org.web3ecosystem.trustchain.ledger.TaintedAuthorities;
import org.web3ecosystem.trustchain.ledger.TrustAnchors;
import org.web3ecosystem.trustchain.monitor.CosignHandler;
import org.web3ecosystem.trustchain.monitor.Cosignatures;
import org.web3ecosystem.trustchain.monitor.EntriesHandler;
import org.web3ecosystem.trustchain.monitor.LogMonitor;
import org.web3ecosystem.trustchain.monitor.OwnWitness;
import org.web3ecosystem.trustchain.monitor.RemoteWitness;
import org.web3ecosystem.trustchain.node.CertificatesActive;
import org.web3ecosystem.trustchain.node.Lookout;
import org.web3ecosystem.trustchain.node.NamesAnswer;
import org.web3ecosystem.trustchain.node.IssuingDesk;
import org.web3ecosystem.trustchain.node.RotationFollowed;
import org.web3ecosystem.trustchain.node.TimestampsShown;
import org.web3ecosystem.trustchain.node.TrustChain;
import org.web3ecosystem.trustchain.offer.CheckpointHandler;
import org.web3ecosystem.trustchain.offer.ConsensusValidated;
import org.web3ecosystem.trustchain.offer.IssueHandler;
import org.web3ecosystem.trustchain.offer.Issuing;
import org.web3ecosystem.trustchain.offer.TrustChainCertificates;
import org.web3ecosystem.trustchain.path.Validator;
import org.web3ecosystem.trustchain.revocation.RevocationDesk;
import org.web3ecosystem.trustchain.revocation.Staples;
import org.web3ecosystem.trustchain.rotation.Intermediates;
import org.web3ecosystem.trustchain.rotation.Tainter;

/** Certificates, their log, the join door and names, on a node of the federation. */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "web3.trustchain.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ TrustChainProperties.class, DnsProperties.class })
@Import({ NamesConfiguration.class, ServedNamesConfiguration.class })
public final class TrustChainAutoConfiguration {

	private static final String TRUSTCHAIN = "trustchain";

	@Bean
	TrustChainThreads trustChainThreads() {
		return new TrustChainThreads(Executors.newVirtualThreadPerTaskExecutor());
	}

	@Bean
	CertificateLedger certificateLedger(ObjectProvider<Ledger> ledger) {
		return new CertificateLedger(() -> Optional.ofNullable(ledger.getIfAvailable()));
	}

	@Bean
	@ConditionalOnMissingBean(name = "certificatesModule")
	LedgerModule certificatesModule(Node node) {
		return new CertificatesModule(node.genesis());
	}

	@Bean
	TrustAnchors trustAnchors(Node node, CertificateLedger ledger) {
		return new TrustAnchors(node.genesis().rootCertificate(), ledger,
				node.home().resolve(TRUSTCHAIN).resolve("anchors"));
	}

	@Bean
	Validator pathValidator(Node node, TrustAnchors anchors, ObjectProvider<InstantSource> clock) {
		return new Validator(anchors::all, node.genesis().zone(), time(clock));
	}

	@Bean
	Roster roster(Node node, CertificateLedger ledger) {
		return new Roster(node.genesis(), ledger, node.home().resolve(TRUSTCHAIN).resolve("enrolled"));
	}

	@Bean
	Tokens joinTokens(Node node, ObjectProvider<InstantSource> clock) {
		return new Tokens(node.home().resolve(TRUSTCHAIN).resolve("tokens"), time(clock));
	}

	@Bean
	TaintedAuthorities taintedAuthorities(Node node, CertificateLedger ledger, TrustAnchors anchors,
			ObjectProvider<InstantSource> clock, ObjectProvider<RevocationListener> listeners) {
		return new TaintedAuthorities(ledger, anchors, node.home().resolve(TRUSTCHAIN).resolve("tainted"), time(clock),
				tainted -> listeners
					.forEach(listener -> listener.distrusted(
							chain -> chain.certificates().size() > 1
									&& tainted.find(chain.certificates().get(1)).isPresent(),
							tainted.left().dividedBy(2))),
				() -> listeners.forEach(RevocationListener::revoked));
	}

	@Bean
	Tainter tainter(Node node, CertificateLedger ledger, ComponentInitializer seats, TaintedAuthorities tainted) {
		return new Tainter(node.id(), ledger, seats.consensus(), tainted);
	}

	@Bean
	IssuingDesk issuingDesk(Node node, TrustChainProperties properties, Validator validator, TaintedAuthorities tainted,
			CertificateLedger ledger, ObjectProvider<InstantSource> clock) {
		Intermediates intermediates = new Intermediates(node.home().resolve(TRUSTCHAIN), node.id(), validator, tainted,
				properties.custody(), time(clock));
		return new IssuingDesk(node, properties.leafLife(), intermediates, tainted, ledger, time(clock),
				new SecureRandom());
	}

	@Bean
	RevokedLeaves revokedLeaves(Node node, CertificateLedger ledger, ObjectProvider<InstantSource> clock,
			ObjectProvider<RevocationListener> listeners) {
		return new RevokedLeaves(node.genesis().validators(), ledger, time(clock),
				() -> listeners.forEach(RevocationListener::revoked));
	}

	@Bean
	LogMonitor logMonitor(Node node, ComponentInitializer seats, TrustChainProperties properties) {
		return new LogMonitor(node, seats.transport(), properties.watch(),
				node.home().resolve(TRUSTCHAIN).resolve("monitor"));
	}

	@Bean
	RequestHandler entriesHandler(Node node, IssuingDesk desk, TrustChainThreads threads) {
		return new EntriesHandler(node.key(), desk::current, threads.executor());
	}

	@Bean
	OwnWitness ownWitness(Node node, ObjectProvider<InstantSource> clock, TrustChainThreads threads) {
		return new OwnWitness(node.home().resolve(TRUSTCHAIN).resolve("witness"),
				RemoteWitness.name(node.name(), node.genesis().zone()), time(clock), threads.executor());
	}

	@Bean
	RequestHandler cosignHandler(Node node, OwnWitness witness, TrustChainThreads threads) {
		return new CosignHandler(node.genesis(), node.key(), witness, threads.executor());
	}

	@Bean
	Cosignatures cosignatures(Node node, ComponentInitializer seats, IssuingDesk desk, TrustChainThreads threads) {
		Supplier<Optional<TransparencyLog>> log = () -> desk.current().map(Issuing::log);
		List<RemoteWitness> witnesses = node.genesis()
			.validators()
			.stream()
			.filter(each -> !each.id().equals(node.id()))
			.map(each -> new RemoteWitness(each, node.genesis().zone(), seats.transport(), node.key(),
					() -> log.get().orElseThrow().key().publicKey()))
			.toList();
		return new Cosignatures(witnesses, log, threads.executor());
	}

	@Bean
	RevocationDesk revocationDesk(Node node, CertificateLedger ledger, RevokedLeaves revoked, IssuingDesk desk,
			ObjectProvider<InstantSource> clock) {
		return RevocationDesk.of(node, ledger, revoked, desk::current, desk::distrustKeyOf, time(clock));
	}

	@Bean(destroyMethod = "dispose")
	Staples statusStaples(Node node, ObjectProvider<PublishedIdentity> identity, RevocationDesk desk,
			ObjectProvider<InstantSource> clock) {
		return Staples.of(node, shown(identity), desk, time(clock));
	}

	@Bean
	OwnOffer trustChainCertificates(Node node, Validator validator, RevokedLeaves revoked, TaintedAuthorities tainted,
			IssuingDesk desk, Roster roster, ComponentInitializer seats, ObjectProvider<InstantSource> clock,
			TrustChainThreads threads) {
		return new OwnOffer(new TrustChainCertificates(node, validator, revoked, tainted, desk::current, roster,
				seats.transport(), time(clock), new SecureRandom(), threads.executor()));
	}

	@Bean
	@ConditionalOnMissingBean(name = "trustChainOffer")
	Offer<CertificateProvider> trustChainOffer(OwnOffer own) {
		return new Offer<>(TRUSTCHAIN, CertificateProvider.class, own.certificates(), own.certificates()::probe);
	}

	@Bean
	@ConditionalOnMissingBean(name = "consensusValidatedOffer")
	Offer<CertificateProvider> consensusValidatedOffer(Node node, OwnOffer own, CertificateLedger ledger,
			ObjectProvider<PublishedIdentity> identity, TrustChainThreads threads) {
		ConsensusValidated offer = new ConsensusValidated(own.certificates(), ledger, node.id(), shown(identity),
				threads.executor());
		return new Offer<>("consensus-validated", CertificateProvider.class, offer, offer::probe);
	}

	@Bean
	RequestHandler issueHandler(Node node, Roster roster, IssuingDesk desk, ObjectProvider<InstantSource> clock,
			TrustChainThreads threads) {
		return new IssueHandler(node, roster, desk::current, time(clock), threads.executor());
	}

	@Bean
	RequestHandler checkpointHandler(Node node, IssuingDesk desk) {
		return new CheckpointHandler(node.key(), desk::current);
	}

	@Bean
	@ConditionalOnMissingBean
	JoinDoor joinDoor(Node node, Tokens tokens, Roster roster, CertificateLedger ledger, IssuingDesk desk,
			TrustChainThreads threads) {
		return new Door(node, tokens, roster, ledger, desk::authority, threads.executor());
	}

	@Bean
	ZoneSigning zoneSigning(Node node, CertificateLedger ledger, TrustChainProperties properties,
			ObjectProvider<InstantSource> clock) {
		return new ZoneSigning(node.id(), node.genesis(), ledger,
				new KeyRingFile(node.home().resolve(TRUSTCHAIN).resolve("zone-keys"), properties.custody()),
				time(clock));
	}

	@Bean
	@ConditionalOnMissingBean(name = "zoneKeysState")
	NamesPart zoneKeysState(ZoneSigning signing) {
		return new NamesPart("keys", () -> Map.of("zone", signing.state()));
	}

	@Bean
	TrustChain trustChain(Node node, IssuingDesk desk, RevokedLeaves revoked, TaintedAuthorities tainted,
			ZoneSigning signing, LogMonitor monitor, Cosignatures cosignatures, Staples staples, ForeignBundles foreign,
			OwnOffer own, Naming naming, TrustChainThreads threads) {
		return new TrustChain(node, desk, revoked, tainted,
				new Lookout(staples, monitor, cosignatures, foreign, signing), own.certificates(), naming,
				threads.executor());
	}

	@Bean
	Criterion certificatesActive(Node node, ObjectProvider<PublishedIdentity> identity, Validator validator,
			OwnOffer own) {
		return new CertificatesActive(shown(identity), validator, own.certificates(), node.id());
	}

	@Bean
	Criterion namesAnswer(TrustChain trustchain) {
		return new NamesAnswer(trustchain);
	}

	@Bean
	Feature embeddedScts(ObjectProvider<PublishedIdentity> identity) {
		return new Feature(TRUSTCHAIN, "embedded-scts", new TimestampsShown(shown(identity)));
	}

	@Bean
	Feature caRotation(TrustAnchors anchors, TaintedAuthorities tainted, ObjectProvider<InstantSource> clock) {
		return new Feature(TRUSTCHAIN, "ca-rotation", new RotationFollowed(anchors, tainted, time(clock)));
	}

	@Bean
	Feature dnssec(ZoneSigning signing) {
		return new Feature(TRUSTCHAIN, "dnssec", signing);
	}

	private static Supplier<Optional<CertificateChain>> shown(ObjectProvider<PublishedIdentity> identity) {
		return () -> Optional.ofNullable(identity.getIfAvailable()).flatMap(PublishedIdentity::current);
	}

	static InstantSource time(ObjectProvider<InstantSource> clock) {
		return clock.getIfAvailable(InstantSource::system);
	}

	/** The offer itself; as a bean of its own type it would be taken for the seat. */
	record OwnOffer(TrustChainCertificates certificates) {
	}

	/**
	 * The threads of this component; not a bean of type Executor, which others would take
	 * for theirs.
	 */
	record TrustChainThreads(ExecutorService executor) implements AutoCloseable {

		@Override
		public void close() {
			executor.shutdownNow();
		}

	}

}
