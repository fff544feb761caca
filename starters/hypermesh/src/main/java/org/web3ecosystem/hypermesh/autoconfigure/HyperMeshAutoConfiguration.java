package org.web3ecosystem.hypermesh.autoconfigure;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.web3ecosystem.hypermesh.BindingsFile;
import org.web3ecosystem.hypermesh.BoundNames;
import org.web3ecosystem.hypermesh.FederationEndpoints;
import org.web3ecosystem.hypermesh.HyperMesh;
import org.web3ecosystem.hypermesh.HyperMesh.Part;
import org.web3ecosystem.hypermesh.autoconfigure.ServingConfiguration.Duties;
import org.web3ecosystem.hypermesh.LocalNames;
import org.web3ecosystem.hypermesh.RegisteredNames;
import org.web3ecosystem.hypermesh.asset.AssetModule;
import org.web3ecosystem.hypermesh.asset.LedgerAssets;
import org.web3ecosystem.hypermesh.conduct.Accuser;
import org.web3ecosystem.hypermesh.conduct.ConductModule;
import org.web3ecosystem.hypermesh.conduct.LedgerConduct;
import org.web3ecosystem.hypermesh.ledger.MemberLedger;
import org.web3ecosystem.hypermesh.ledger.ModuleSet;
import org.web3ecosystem.hypermesh.ledger.ObserverLedger;
import org.web3ecosystem.hypermesh.ledger.ReplicatedLedger;
import org.web3ecosystem.hypermesh.ledger.RosterFile;
import org.web3ecosystem.hypermesh.ledger.Validators;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.hypermesh.name.LedgerNames;
import org.web3ecosystem.hypermesh.name.NameModule;
import org.web3ecosystem.hypermesh.plot.OwnPlot;
import org.web3ecosystem.hypermesh.plot.PlotModule;
import org.web3ecosystem.hypermesh.proof.BundleVerifier;
import org.web3ecosystem.hypermesh.proof.Prover;
import org.web3ecosystem.hypermesh.proof.Recount;
import org.web3ecosystem.hypermesh.proof.StakeWitness;
import org.web3ecosystem.hypermesh.queue.Drain;
import org.web3ecosystem.hypermesh.queue.DurableQueue;
import org.web3ecosystem.hypermesh.reputation.Scores;
import org.web3ecosystem.hypermesh.roster.LedgerRoster;
import org.web3ecosystem.hypermesh.roster.RosterModule;
import org.web3ecosystem.hypermesh.roster.EmergencyWatch;
import org.web3ecosystem.hypermesh.roster.ProofPolicy;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.Setting;
import org.web3ecosystem.spi.asset.AssetRegistry;
import org.web3ecosystem.spi.consensus.ConsensusEngine;
import org.web3ecosystem.spi.consensus.CurrentRoster;
import org.web3ecosystem.spi.consensus.EvidenceVerifier;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.discovery.LocalZone;
import org.web3ecosystem.spi.discovery.NameRegistry;
import org.web3ecosystem.spi.health.Component;
import org.web3ecosystem.spi.transport.SilentPeers;
import org.web3ecosystem.spi.trust.RevocationListener;

/**
 * The ledger of this node and what stands on it. A validator applies every block; another
 * node asks validators and believes proofs, and so does a process that does not serve the
 * ledger.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "web3.hypermesh.enabled", matchIfMissing = true)
@EnableConfigurationProperties(HyperMeshProperties.class)
@Import({ ProofConfiguration.class, FederationConfiguration.class, QueueConfiguration.class, ServingConfiguration.class,
		FeedConfiguration.class })
public final class HyperMeshAutoConfiguration {

	private static final Runnable NOTHING = () -> {
	};

	@Bean
	HyperMeshThreads hyperMeshThreads() {
		return new HyperMeshThreads();
	}

	@Bean
	ProofVerifier proofVerifier(Node node) {
		return new ProofVerifier(node.genesis());
	}

	@Bean
	@ConditionalOnMissingBean
	Scores scores(HyperMeshProperties properties) {
		return new Scores(properties.reputation().toRules(), System::nanoTime);
	}

	@Bean
	LedgerModule assetModule() {
		return new AssetModule();
	}

	@Bean
	LedgerModule rosterModule(Node node) {
		return new RosterModule(node.genesis());
	}

	@Bean
	LedgerModule conductModule(Node node, ObjectProvider<EvidenceVerifier> evidence) {
		return new ConductModule(node.genesis(), evidence.getIfAvailable(() -> EvidenceVerifier.NONE));
	}

	@Bean
	Accuser accuser(Node node, VerifiableLedger ledger, ObjectProvider<EvidenceVerifier> evidence, Prover prover,
			HyperMeshThreads threads) {
		return new Accuser(node.genesis(), ledger, evidence.getIfAvailable(() -> EvidenceVerifier.NONE), prover::prove,
				threads.scheduler());
	}

	@Bean
	@ConditionalOnMissingBean
	LedgerConduct ledgerConduct(VerifiableLedger ledger, ComponentInitializer seats,
			ObjectProvider<ConsensusEngine> engine, ObjectProvider<RevocationListener> listeners,
			HyperMeshProperties properties, HyperMeshThreads threads) {
		return new LedgerConduct(ledger, seats.consensus(),
				() -> ledger.replica().flatMap(replica -> engine.stream().findFirst()).map(ConsensusEngine::report),
				() -> listeners, threads.scheduler(),
				() -> ledger.replica().isPresent() ? LedgerConduct.PERIOD : properties.isolationInterval());
	}

	@Bean
	LedgerModule plotModule() {
		return new PlotModule();
	}

	@Bean
	LedgerModule nameModule(Node node) {
		return new NameModule(node.genesis());
	}

	@Bean
	@ConditionalOnMissingBean(name = "ledger")
	VerifiableLedger ledger(Node node, ComponentInitializer seats, ObjectProvider<ConsensusEngine> engine,
			List<LedgerModule> modules, BundleVerifier bundles, ProofVerifier proofs, HyperMeshProperties properties,
			Scores scores, HyperMeshThreads threads) {
		Validators validators = new Validators(node, seats.transport(), scores);
		new Setting("web3.hypermesh.serve").require(properties.serve() || !node.isValidator(),
				"true on a validator, which " + node.name()
						+ " is by the genesis document: it agrees with the others in"
						+ " this process, and another process of its machine can serve other components");
		if (node.isValidator()) {
			return new ReplicatedLedger(new ReplicatedLedger.Parts(node, engine.getIfAvailable(NoEngineException::fail),
					ModuleSet.of(node.genesis(), modules), bundles, validators, properties.toLimits(),
					new SecureRandom(), threads.scheduler(), threads.executor()));
		}
		ObserverLedger observer = new ObserverLedger(node.key(), node.genesis(), validators::servers, proofs,
				properties.toLimits(), new SecureRandom(), threads.scheduler(), threads.executor());
		ConsensusEngine replica = engine.getIfAvailable();
		if (replica == null) {
			return observer;
		}
		// by rosters of its own, which follow from its state
		return new MemberLedger(
				new MemberLedger.Parts(node.id(), observer, proofs.rosters(),
						new RosterFile(node.home().resolve("hypermesh").resolve("rosters")), replica,
						() -> new ReplicatedLedger(new ReplicatedLedger.Parts(node, replica,
								ModuleSet.of(node.genesis(), modules),
								new BundleVerifier(node.genesis(), new ProofVerifier(node.genesis())), validators,
								properties.toLimits(), new SecureRandom(), threads.scheduler(), threads.executor())),
						threads.scheduler(), System::nanoTime));
	}

	@Bean
	@ConditionalOnMissingBean
	CurrentRoster currentRoster(VerifiableLedger ledger) {
		return ledger::roster;
	}

	@Bean
	@ConditionalOnMissingBean
	AssetRegistry assetRegistry(Node node, VerifiableLedger ledger, ComponentInitializer seats) {
		return new LedgerAssets(node.id(), ledger, seats.consensus());
	}

	@Bean
	LedgerRoster ledgerRoster(Node node, VerifiableLedger ledger, ComponentInitializer seats) {
		return new LedgerRoster(node.id(), ledger, seats.consensus());
	}

	@Bean
	LedgerNames ledgerNames(Node node, VerifiableLedger ledger, Prover prover, ObjectProvider<SilentPeers> peers) {
		return new LedgerNames(node, ledger, ledger::readiness, prover::prove,
				() -> peers.stream().findFirst().map(SilentPeers::silent).orElse(Set.of()), InstantSource.system());
	}

	/** Components are asked for when they are there, since one of them is this. */
	@Bean
	BoundNames boundNames(Node node, LedgerNames names, ObjectProvider<Component> components,
			HyperMeshThreads threads) {
		return new BoundNames(names,
				name -> components.stream()
					.filter(component -> component.name().equals(name))
					.findFirst()
					.map(component -> component.health().status()),
				threads.scheduler(), InstantSource.system(),
				new BindingsFile(node.home().resolve("hypermesh").resolve("bound-names")), threads.executor());
	}

	@Bean
	@ConditionalOnMissingBean
	NameRegistry nameRegistry(LedgerNames names, BoundNames bound) {
		return new RegisteredNames(names, bound);
	}

	@Bean
	FederationEndpoints federationEndpoints(Node node, VerifiableLedger ledger, LedgerNames names, StakeWitness stake,
			HyperMeshThreads threads) {
		return new FederationEndpoints(node, ledger, names, stake, threads.scheduler(), InstantSource.system(),
				new SecureRandom());
	}

	@Bean
	LocalNames localNames(ObjectProvider<LocalZone> local, LedgerNames names, VerifiableLedger ledger,
			HyperMeshThreads threads) {
		return new LocalNames(local.getIfAvailable(() -> LocalZone.EMPTY), names, ledger::readiness,
				threads.scheduler(), InstantSource.system());
	}

	@Bean
	@ConditionalOnMissingBean(name = "hyperMesh")
	Component hyperMesh(VerifiableLedger ledger, FederationEndpoints endpoints, LocalNames local, BoundNames bound,
			ObjectProvider<Duties> duties, Accuser accuser, LedgerConduct conduct, OwnPlot plot, ProofPolicy policy,
			EmergencyWatch emergency, Recount recount, DurableQueue queue, Drain drain) {
		ledger.onMisbehaviour(accuser::saw);
		List<Part> parts = new ArrayList<>();
		duties.ifAvailable(each -> parts.add(new Part(each.blocks()::start, each.blocks()::close)));
		parts.add(new Part(ledger::start, ledger::close));
		duties.ifAvailable(each -> parts.add(new Part(each.blocks()::follow, NOTHING)));
		parts.addAll(List.of(new Part(endpoints::start, endpoints::close), new Part(local::start, local::close),
				new Part(bound::start, NOTHING)));
		duties.ifAvailable(each -> parts.addAll(each.parts()));
		parts.addAll(List.of(new Part(policy::start, policy::close), new Part(emergency::start, emergency::close),
				new Part(recount::start, recount::close), new Part(plot::start, plot::close),
				new Part(conduct::start, conduct::close), new Part(queue::open, queue::close),
				new Part(drain::start, drain::close)));
		return new HyperMesh(ledger, bound, plot, policy, emergency, queue, parts);
	}

}
