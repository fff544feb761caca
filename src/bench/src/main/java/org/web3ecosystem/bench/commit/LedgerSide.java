package org.web3ecosystem.bench.commit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

import org.web3ecosystem.hashgraph.HashgraphEngine;
import org.web3ecosystem.hashgraph.HashgraphSettings;
import org.web3ecosystem.hashgraph.evidence.GossipEvidence;
import org.web3ecosystem.hypermesh.asset.AssetModule;
import org.web3ecosystem.hypermesh.conduct.ConductModule;
import org.web3ecosystem.hypermesh.ledger.LedgerLimits;
import org.web3ecosystem.hypermesh.ledger.ModuleSet;
import org.web3ecosystem.hypermesh.ledger.ReplicatedLedger;
import org.web3ecosystem.hypermesh.ledger.Validators;
import org.web3ecosystem.hypermesh.name.NameModule;
import org.web3ecosystem.hypermesh.plot.PlotModule;
import org.web3ecosystem.hypermesh.proof.BundleVerifier;
import org.web3ecosystem.hypermesh.roster.RosterModule;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.Listener;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.TransportProvider;

/**
 * Our ledger on the engine: each transaction signed by its node, verified once by each
 * other, executed by a module beside those of the federation itself, and done when its
 * receipt is there. Under one proof bundle for all, which is not counted.
 */
final class LedgerSide implements Contender {

	private static final List<String> MODULES = List.of(AssetModule.NAME, ConductModule.NAME, NameModule.NAME,
			PlotModule.NAME, RosterModule.NAME, TallyModule.NAME);

	private static final LedgerLimits LIMITS = new LedgerLimits(Duration.ofSeconds(30), 4_096, Duration.ofSeconds(3),
			Duration.ofSeconds(2));

	private final List<ReplicatedLedger> ledgers = new ArrayList<>();

	private final RandomGenerator random = new SplittableRandom();

	private final ScheduledExecutorService scheduler = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

	private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

	LedgerSide(Path directory, int n) throws IOException {
		for (Node node : Members.found(directory, n, MODULES)) {
			Genesis genesis = node.genesis();
			ledgers.add(new ReplicatedLedger(new ReplicatedLedger.Parts(node,
					new HashgraphEngine(node, HashgraphSettings.DEFAULT), ModuleSet.of(genesis, modules(genesis)),
					new BundleVerifier(genesis, new ProofVerifier(genesis)), new Validators(node, new NoTransport()),
					LIMITS, new SecureRandom(), scheduler, executor)));
		}
		ledgers.forEach(ReplicatedLedger::start);
	}

	private static List<LedgerModule> modules(Genesis genesis) {
		return List.of(new AssetModule(), new ConductModule(genesis, new GossipEvidence()), new NameModule(genesis),
				new PlotModule(), new RosterModule(genesis), new TallyModule());
	}

	@Override
	public boolean isActive() {
		return ledgers.stream().allMatch(ledger -> ledger.readiness().isAccepted());
	}

	@Override
	public boolean submit(int replica, Runnable done) {
		byte[] command = new byte[BYTES];
		random.nextBytes(command);
		ledgers.get(replica).submit(TallyModule.NAME, command).whenComplete((receipt, failure) -> {
			if (failure != null || !receipt.verdict().isAccepted()) {
				System.err.println("not executed: " + (failure == null ? receipt : failure));
			}
			else {
				done.run();
			}
		});
		return true;
	}

	@Override
	public void close() {
		ledgers.forEach(ReplicatedLedger::close);
		scheduler.shutdownNow();
		executor.shutdown();
	}

	/** Nobody asks another here: gossip has sockets of its own. */
	private static final class NoTransport implements TransportProvider {

		@Override
		public CompletionStage<Connection> connect(Peer peer, Duration deadline) {
			return CompletableFuture.failedFuture(new UnavailableException("there is no transport"));
		}

		@Override
		public CompletionStage<Listener> listen(InetSocketAddress address, Inbound inbound) {
			return CompletableFuture.failedFuture(new UnavailableException("there is no transport"));
		}

	}

}
