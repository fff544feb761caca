package org.web3ecosystem.hypermesh.autoconfigure;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.web3ecosystem.hypermesh.Makeshift;
import org.web3ecosystem.hypermesh.ledger.Validators;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.hypermesh.plot.OwnPlot;
import org.web3ecosystem.hypermesh.plot.Plot;
import org.web3ecosystem.hypermesh.proof.Attester;
import org.web3ecosystem.hypermesh.proof.BundleVerifier;
import org.web3ecosystem.hypermesh.proof.Cosigners;
import org.web3ecosystem.hypermesh.proof.FourProofs;
import org.web3ecosystem.hypermesh.proof.FourProofs.Mode;
import org.web3ecosystem.hypermesh.proof.Members;
import org.web3ecosystem.hypermesh.proof.Nonces;
import org.web3ecosystem.hypermesh.proof.OwnChain;
import org.web3ecosystem.hypermesh.proof.ProofLevel;
import org.web3ecosystem.hypermesh.proof.ProofStatistics;
import org.web3ecosystem.hypermesh.proof.Prover;
import org.web3ecosystem.hypermesh.proof.Recount;
import org.web3ecosystem.hypermesh.proof.StakeWitness;
import org.web3ecosystem.hypermesh.proof.TimeSource;
import org.web3ecosystem.hypermesh.reputation.Deed;
import org.web3ecosystem.hypermesh.reputation.Scores;
import org.web3ecosystem.hypermesh.roster.EmergencyWatch;
import org.web3ecosystem.hypermesh.roster.ProofPolicy;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.hypermesh.state.StakeEntry;
import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Offer;
import org.web3ecosystem.spi.consensus.ConsensusProvider;

/** The prover, the verifier and what of them sits on the consensus seat. */
@Configuration(proxyBeanMethods = false)
class ProofConfiguration {

	@Bean
	BundleVerifier bundleVerifier(Node node, ProofVerifier proofs) {
		return new BundleVerifier(node.genesis(), proofs);
	}

	@Bean
	StakeWitness stakeWitness(Node node, VerifiableLedger ledger) {
		StakeEntry own = StakeEntry.of(node.genesis(), node.id());
		return new StakeWitness(() -> ledger.readProven(own.module(), own.key()));
	}

	@Bean
	ProofStatistics proofStatistics(Scores scores) {
		return new ProofStatistics(member -> scores.record(member, Deed.ODD_CLOCK));
	}

	@Bean
	@ConditionalOnMissingBean
	ProofPolicy proofPolicy(VerifiableLedger ledger, HyperMeshProperties properties, HyperMeshThreads threads) {
		return new ProofPolicy(ledger, InstantSource.system(), threads.scheduler(),
				() -> ledger.replica().isPresent() ? ProofPolicy.PERIOD : properties.isolationInterval());
	}

	@Bean
	@ConditionalOnMissingBean
	EmergencyWatch emergencyWatch(VerifiableLedger ledger, HyperMeshProperties properties, HyperMeshThreads threads) {
		return new EmergencyWatch(ledger, InstantSource.system(), threads.scheduler(),
				() -> ledger.replica().isPresent() ? ProofPolicy.PERIOD : properties.isolationInterval());
	}

	@Bean
	Cosigners cosigners() {
		return new Cosigners();
	}

	@Bean
	Recount recount(Cosigners cosigners, Prover prover, HyperMeshThreads threads) {
		return new Recount(cosigners, prover::prove, threads.scheduler(), Recount.PERIOD);
	}

	@Bean
	Makeshift makeshift(EmergencyWatch emergency, ProofPolicy policy, Cosigners cosigners) {
		return new Makeshift(emergency, policy, cosigners);
	}

	@Bean
	Attester attester(Node node, VerifiableLedger ledger, ProofPolicy policy, HyperMeshProperties properties) {
		return new Attester(node.key(), node.genesis(), ledger::epoch, InstantSource.system(), properties.clockRadius(),
				new Nonces(new SecureRandom(), System::nanoTime), new Attester.Known() {

					@Override
					public Optional<Plot> plot(NodeId owner) {
						return ledger.plot(owner);
					}

					@Override
					public boolean isSpared(NodeId asking) {
						return policy.toTake() != ProofLevel.FOUR && ledger.hasStake(node.genesis(), asking);
					}

				});
	}

	/** It proves by itself what it registers, so it is asked for when it is there. */
	@Bean
	@ConditionalOnMissingBean
	OwnPlot ownPlot(Node node, VerifiableLedger ledger, Prover prover, HyperMeshProperties properties,
			HyperMeshThreads threads) {
		return new OwnPlot(node, properties.plotDepth(), ledger, ledger::readiness, prover::prove, threads.scheduler());
	}

	@Bean
	@ConditionalOnMissingBean
	TimeSource timeSource(Node node, Attester attester, ProofVerifier proofs, ComponentInitializer seats,
			HyperMeshProperties properties, ObjectProvider<OwnPlot> plot, ProofStatistics statistics,
			Cosigners cosigners) {
		return new Members(node.id(), attester, proofs.rosters(), new Validators(node, seats.transport())::ask,
				properties.timePatience(), () -> plot.getObject().state(), statistics, cosigners);
	}

	@Bean
	Prover prover(Node node, VerifiableLedger ledger, StakeWitness stake, TimeSource time, ProofStatistics statistics,
			ProofPolicy policy, HyperMeshThreads threads) {
		return new Prover(node.key(), node.genesis(),
				new Prover.Sources(ledger::height, ledger::epoch, stake, time,
						new OwnChain(() -> ledger.newestBundle(node.id())), statistics, policy::toMake),
				new SecureRandom(), threads.executor());
	}

	@Bean
	FourProofs.Shared sharedProofs(Prover prover, BundleVerifier verifier, VerifiableLedger ledger,
			HyperMeshThreads threads, ProofStatistics statistics, ProofPolicy policy) {
		return new FourProofs.Shared(prover, verifier, ledger::height, threads.executor(), statistics, policy::toTake);
	}

	@Bean
	@ConditionalOnMissingBean(name = "observedConsensus")
	Offer<ConsensusProvider> observedConsensus(FourProofs.Shared shared, VerifiableLedger ledger, Makeshift makeshift) {
		return offer("observe", Mode.OBSERVE, shared, ledger, makeshift);
	}

	@Bean
	@ConditionalOnMissingBean(name = "quorumConsensus")
	Offer<ConsensusProvider> quorumConsensus(FourProofs.Shared shared, VerifiableLedger ledger, Makeshift makeshift) {
		return offer("quorum", Mode.QUORUM, shared, ledger, makeshift);
	}

	@Bean
	@ConditionalOnMissingBean(name = "mandatoryConsensus")
	Offer<ConsensusProvider> mandatoryConsensus(FourProofs.Shared shared, VerifiableLedger ledger,
			Makeshift makeshift) {
		return offer("mandatory", Mode.MANDATORY, shared, ledger, makeshift);
	}

	private static Offer<ConsensusProvider> offer(String name, Mode mode, FourProofs.Shared shared,
			VerifiableLedger ledger, Makeshift makeshift) {
		return new Offer<>(name, ConsensusProvider.class, new FourProofs(mode, shared), ledger::readiness, makeshift);
	}

}
