package org.web3ecosystem.hypermesh.autoconfigure;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.web3ecosystem.hypermesh.BoundNames;
import org.web3ecosystem.hypermesh.FederationEndpoints;
import org.web3ecosystem.hypermesh.LocalNames;
import org.web3ecosystem.hypermesh.conduct.LedgerConduct;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.hypermesh.name.LedgerDiscovery;
import org.web3ecosystem.hypermesh.name.LedgerNames;
import org.web3ecosystem.hypermesh.name.LedgerZone;
import org.web3ecosystem.hypermesh.plot.OwnPlot;
import org.web3ecosystem.hypermesh.proof.Prover;
import org.web3ecosystem.hypermesh.reputation.Scores;
import org.web3ecosystem.hypermesh.roster.EmergencyWatch;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.Offer;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.discovery.NamesPart;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ZoneListing;
import org.web3ecosystem.spi.health.Criterion;
import org.web3ecosystem.spi.health.CriterionId;
import org.web3ecosystem.spi.health.Feature;
import org.web3ecosystem.spi.transport.SilentPeers;

/** What the phase table and the gates take from HyperMesh. */
@Configuration(proxyBeanMethods = false)
class FederationConfiguration {

	private static final String COMPONENT = "hypermesh";

	@Bean
	@ConditionalOnMissingBean(name = "ledgerDiscovery")
	Offer<ServiceDiscovery> ledgerDiscovery(LedgerNames names, VerifiableLedger ledger) {
		return new Offer<>(LedgerDiscovery.OFFER, ServiceDiscovery.class, new LedgerDiscovery(names),
				ledger::readiness);
	}

	@Bean
	@ConditionalOnMissingBean
	ZoneListing zoneListing(Node node, VerifiableLedger ledger) {
		return new LedgerZone(node.genesis(), ledger);
	}

	@Bean
	Criterion consensusActive(FederationEndpoints endpoints) {
		return criterion(CriterionId.CONSENSUS_ACTIVE, endpoints::consensusActive);
	}

	@Bean
	Criterion federationEndpointsReady(FederationEndpoints endpoints, LocalNames local, OwnPlot plot) {
		return criterion(CriterionId.FEDERATION_ENDPOINTS, () -> {
			Criterion.Finding ready = endpoints.endpointsReady();
			return Stream.of(ready, local.moved(), plot.ready()).filter(each -> !each.met()).findFirst().orElse(ready);
		});
	}

	/**
	 * Branches are caught by who sees events; a process that only asks goes by what they
	 * proved.
	 */
	@Bean
	@ConditionalOnBooleanProperty(name = "web3.hypermesh.serve", havingValue = false)
	Criterion evidenceFollowed(VerifiableLedger ledger, LedgerConduct conduct) {
		return criterion(CriterionId.BYZANTINE_DETECTION,
				() -> ledger.readiness().isAccepted() && ledger.height().number() > 0
						? Criterion.Finding.met("validators detect; " + conduct.isolated().size()
								+ " nodes are isolated by evidence in the ledger")
						: Criterion.Finding
							.waitingFor("the ledger, which has the evidence: " + ledger.readiness().reason()));
	}

	@Bean
	@ConditionalOnMissingBean(name = "nameMigration")
	NamesPart nameMigration(FederationEndpoints endpoints, LocalNames local) {
		return new NamesPart("migration", () -> endpoints.migration().and(local.migration()).toMap());
	}

	/** Whose records of services and assets are left out now. */
	@Bean
	@ConditionalOnMissingBean(name = "withdrawnNames")
	NamesPart withdrawnNames(ObjectProvider<SilentPeers> peers) {
		return new NamesPart("withdrawn", () -> Map.of("nodes",
				peers.stream().flatMap(each -> each.silent().stream()).map(NodeId::hex).sorted().distinct().toList()));
	}

	/** Which names hold for as long as which component of this node is well. */
	@Bean
	@ConditionalOnMissingBean(name = "boundNamesState")
	NamesPart boundNamesState(BoundNames bound) {
		return new NamesPart("bound",
				() -> bound.components()
					.entrySet()
					.stream()
					.collect(Collectors.toMap(each -> each.getKey().text(), each -> each.getValue())));
	}

	@Bean
	Feature spaceProof(OwnPlot plot) {
		return new Feature(COMPONENT, "space-proof", plot::ready);
	}

	@Bean
	Feature timeProof(Prover prover) {
		return new Feature(COMPONENT, "time-proof",
				() -> prover.timeless()
					.map(reason -> Criterion.Finding.waitingFor("a bundle with its time attested: " + reason))
					.orElseGet(() -> Criterion.Finding.met("more than two thirds attest the time of bundles")));
	}

	@Bean
	Feature memoryAddressing() {
		return Feature.notBuilt(COMPONENT, "memory-addressing");
	}

	@Bean
	Feature proxyRouting() {
		return Feature.notBuilt(COMPONENT, "proxy-routing");
	}

	@Bean
	Feature reputationIsolation(VerifiableLedger ledger, LedgerConduct conduct, Scores scores) {
		return new Feature(COMPONENT, "reputation-isolation", () -> switch (ledger.readiness()) {
			case Verdict.Accepted yes -> Criterion.Finding.met(conduct.isolated().size()
					+ " nodes are isolated by evidence, " + scores.all().size() + " have a score here");
			case Verdict.Rejected(String reason, boolean revoked) -> Criterion.Finding.waitingFor(reason);
			case Verdict.Unavailable(String reason) -> Criterion.Finding.waitingFor(reason);
		});
	}

	@Bean
	Feature crossChainAssets() {
		return Feature.notBuilt(COMPONENT, "cross-chain-assets");
	}

	/**
	 * Whether the roster that counts is read from the ledger, where it can be changed.
	 */
	@Bean
	Feature validatorEpochs(VerifiableLedger ledger) {
		return new Feature(COMPONENT, "validator-epochs", () -> {
			Verdict ready = ledger.readiness();
			if (!ready.isAccepted() || ledger.height().number() == 0) {
				return Criterion.Finding.waitingFor("the ledger: " + ready.reason());
			}
			return Criterion.Finding
				.met("epoch " + ledger.epoch().number() + ", " + ledger.roster().members().size() + " validators");
		});
	}

	@Bean
	Feature federationAdmin() {
		return Feature.notBuilt(COMPONENT, "federation-admin");
	}

	@Bean
	Feature emergencyMode(EmergencyWatch emergency) {
		return new Feature(COMPONENT, "emergency-mode", emergency::ready);
	}

	private static Criterion criterion(CriterionId id, Supplier<Criterion.Finding> find) {
		return new Criterion() {

			@Override
			public CriterionId id() {
				return id;
			}

			@Override
			public Finding find() {
				return find.get();
			}

		};
	}

}
