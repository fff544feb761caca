package org.web3ecosystem.hypermesh.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;

import javax.net.ssl.SSLContext;

import org.web3ecosystem.hypermesh.asset.LedgerAssets;
import org.web3ecosystem.hypermesh.ledger.LedgerLimits;
import org.web3ecosystem.hypermesh.ledger.LedgerServer;
import org.web3ecosystem.hypermesh.ledger.ObserverLedger;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.hypermesh.proof.BundleVerifier;
import org.web3ecosystem.hypermesh.proof.FourProofs;
import org.web3ecosystem.hypermesh.proof.FourProofs.Mode;
import org.web3ecosystem.hypermesh.proof.OwnChain;
import org.web3ecosystem.hypermesh.proof.ProofStatistics;
import org.web3ecosystem.hypermesh.proof.Prover;
import org.web3ecosystem.hypermesh.proof.StakeWitness;
import org.web3ecosystem.hypermesh.proof.TimeQuestion;
import org.web3ecosystem.hypermesh.proof.TimeSource;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.hypermesh.state.StakeEntry;
import org.web3ecosystem.spi.asset.AssetRegistry;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.hypermesh.state.ProofException;
import org.web3ecosystem.hypermesh.name.ProvenName;
import org.web3ecosystem.hypermesh.name.NameProof;

/**
 * The ledger in the hands of an owner: somebody with a key, but no node. What it reads it
 * verifies with the genesis document, what it writes it signs here; the nodes it talks to
 * see no key and are believed nothing. With {@link #ledger()} and {@link #consensus()}
 * every façade over the ledger works as it does inside a node. Thread-safe.
 */
public final class LedgerClient implements AutoCloseable {

	private static final LedgerLimits LIMITS = new LedgerLimits(Duration.ofSeconds(30), 64, Duration.ofSeconds(10),
			Duration.ofSeconds(2));

	private final NodeKey owner;

	private final Genesis genesis;

	private final HttpClient http;

	private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1,
			Thread.ofPlatform().name("ledger-client-timer").daemon().factory());

	private final ExecutorService executor = Executors
		.newThreadPerTaskExecutor(Thread.ofVirtual().name("ledger-client-", 0).factory());

	private final StakeWitness stake = new StakeWitness(this::readStake);

	private final VerifiableLedger ledger;

	private final ConsensusProvider consensus;

	private final NameProof names;

	/**
	 * @param owner in whose name it writes
	 * @param genesis of the federation; nothing else is trusted
	 * @param nodes HTTPS addresses, such as {@code https://127.0.0.1:8443}; one is enough
	 * @param tls what server certificates are accepted
	 */
	public LedgerClient(NodeKey owner, Genesis genesis, List<URI> nodes, SSLContext tls) {
		this.owner = owner;
		this.genesis = genesis;
		this.http = HttpClient.newBuilder()
			.sslContext(tls)
			.executor(executor)
			.connectTimeout(LIMITS.requestDeadline())
			.build();
		ProofVerifier proofs = new ProofVerifier(genesis);
		this.names = new NameProof(proofs, InstantSource.system());
		List<HttpLedgerServer> servers = nodes.stream().map(node -> new HttpLedgerServer(http, node)).toList();
		this.ledger = new ObserverLedger(owner, genesis, roster -> List.<LedgerServer>copyOf(servers), proofs, LIMITS,
				new SecureRandom(), scheduler, executor);
		ProofStatistics statistics = new ProofStatistics();
		TimeSource time = new HttpTime(servers.stream()
			.<Function<TimeQuestion, CompletionStage<byte[]>>>map(
					server -> question -> server.time(question.encode(), LIMITS.requestDeadline()))
			.toList(), proofs.rosters());
		Prover prover = new Prover(owner, genesis, new Prover.Sources(ledger::height, ledger::epoch, stake, time,
				new OwnChain(() -> ledger.newestBundle(owner.id())), statistics), new SecureRandom(), executor);
		this.consensus = new FourProofs(Mode.MANDATORY, new FourProofs.Shared(prover,
				new BundleVerifier(genesis, proofs), ledger::height, executor, statistics));
	}

	/**
	 * Learns how far the ledger is and what stake the owner has; without stake,
	 * operations that need it are refused. To be called first.
	 */
	public CompletionStage<Void> look() {
		return readStake().thenAccept(stake::saw);
	}

	private CompletionStage<ProvenEntry> readStake() {
		StakeEntry entry = StakeEntry.of(genesis, owner.id());
		return ledger.readProven(entry.module(), entry.key());
	}

	public VerifiableLedger ledger() {
		return ledger;
	}

	/** Proofs by the owner's key. */
	public ConsensusProvider consensus() {
		return consensus;
	}

	/** Assets, written in the owner's name. */
	public AssetRegistry assets() {
		return new LedgerAssets(owner.id(), ledger, consensus);
	}

	/**
	 * What the ledger says of a name, proven. Fails with UnavailableException if no node
	 * gives a proof that holds, of a state that is not older than
	 * {@link NameProof#MAX_AGE}.
	 */
	public CompletionStage<ProvenName> name(Name name) {
		NameProof.Place place = names.of(name);
		return ledger.readProven(place.module(), place.key()).thenApply(entry -> {
			try {
				return names.check(entry.encode(), name, NameProof.MAX_AGE);
			}
			catch (ProofException old) {
				throw new UnavailableException(name + " is not proven: " + old.getMessage(), old);
			}
		});
	}

	@Override
	public void close() {
		ledger.close();
		http.shutdownNow();
		scheduler.shutdownNow();
		executor.shutdown();
	}

}
