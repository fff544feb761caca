package org.web3ecosystem.hypermesh.autoconfigure;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.web3ecosystem.hypermesh.HyperMesh.Part;
import org.web3ecosystem.hypermesh.feed.LedgerBlocks;
import org.web3ecosystem.hypermesh.ledger.AgeHandler;
import org.web3ecosystem.hypermesh.ledger.EpochOpener;
import org.web3ecosystem.hypermesh.ledger.ReadHandler;
import org.web3ecosystem.hypermesh.ledger.RootHandler;
import org.web3ecosystem.hypermesh.ledger.SubmitHandler;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.hypermesh.proof.Attester;
import org.web3ecosystem.hypermesh.proof.NonceHandler;
import org.web3ecosystem.hypermesh.proof.TimeHandler;
import org.web3ecosystem.hypermesh.roster.LedgerRoster;
import org.web3ecosystem.hypermesh.roster.ProtocolSpeaker;
import org.web3ecosystem.hypermesh.roster.RosterSigner;
import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.consensus.ConsensusEngine;
import org.web3ecosystem.spi.consensus.EngineReport;
import org.web3ecosystem.spi.genesis.Protocols;
import org.web3ecosystem.spi.transport.RequestHandler;

/** What other nodes ask of this one, and what it owes them if it validates. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "web3.hypermesh.serve", matchIfMissing = true)
class ServingConfiguration {

	@Bean
	RequestHandler ledgerReadHandler(VerifiableLedger ledger) {
		return new ReadHandler(ledger);
	}

	@Bean
	RequestHandler ledgerAgeHandler(VerifiableLedger ledger) {
		return new AgeHandler(ledger);
	}

	@Bean
	RequestHandler ledgerSubmitHandler(VerifiableLedger ledger) {
		return new SubmitHandler(ledger);
	}

	@Bean
	RequestHandler stateRootHandler(VerifiableLedger ledger) {
		return new RootHandler(ledger);
	}

	@Bean
	RequestHandler timeHandler(Node node, Attester attester, VerifiableLedger ledger) {
		return new TimeHandler(attester, () -> ledger.roster().member(node.id()).isPresent());
	}

	@Bean
	RequestHandler nonceHandler(Node node, Attester attester, VerifiableLedger ledger) {
		return new NonceHandler(attester, () -> ledger.roster().member(node.id()).isPresent());
	}

	@Bean
	RosterSigner rosterSigner(Node node, VerifiableLedger ledger, HyperMeshThreads threads) {
		return new RosterSigner(node, ledger, ledger::roster, threads.scheduler());
	}

	@Bean
	ProtocolSpeaker protocolSpeaker(Node node, LedgerRoster roster, VerifiableLedger ledger, HyperMeshThreads threads) {
		return new ProtocolSpeaker(node.id(), Protocols.SPOKEN, roster,
				() -> ledger.replica().isPresent() && ledger.roster().has(node.id()), threads.scheduler(),
				ProtocolSpeaker.PERIOD);
	}

	@Bean
	EpochOpener epochOpener(Node node, VerifiableLedger ledger, ObjectProvider<ConsensusEngine> engine,
			ComponentInitializer seats, HyperMeshThreads threads) {
		return new EpochOpener(ledger,
				() -> ledger.replica()
					.filter(replica -> ledger.roster().has(node.id()))
					.flatMap(replica -> engine.stream().findFirst())
					.map(ConsensusEngine::report)
					.filter(EngineReport::isActive)
					.map(EngineReport::epoch),
				seats.consensus(), Protocols.SPOKEN, threads.scheduler(), EpochOpener.PERIOD);
	}

	@Bean
	Duties duties(LedgerBlocks blocks, RosterSigner signer, ProtocolSpeaker speaker, EpochOpener opener) {
		return new Duties(blocks, List.of(new Part(signer::start, signer::close),
				new Part(speaker::start, speaker::close), new Part(opener::start, opener::close)));
	}

	/**
	 * What is started and ended with the component where it serves.
	 *
	 * @param blocks that are kept for who reads them
	 * @param parts what a validator owes the others
	 */
	record Duties(LedgerBlocks blocks, List<Part> parts) {
	}

}
