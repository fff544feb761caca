package org.web3ecosystem.hypermesh;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.hypermesh.name.LedgerNames;
import org.web3ecosystem.hypermesh.proof.StakeWitness;
import org.web3ecosystem.hypermesh.state.StakeEntry;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.genesis.FederationNames;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.health.Criterion.Finding;

/**
 * Registers this node's endpoints in the ledger when the process starts, with a proof
 * bundle, and looks whether a quorum of validators did so too. After that it reads, and
 * registers again long before its lease of {@link #LEASE} is over: after 20 to 30
 * minutes, by chance, so that the nodes of a federation do not all come at once and three
 * tries may fail. So even an idle federation orders something now and then, and the
 * ledger's time is never far behind. A name that its operator withdrew is left alone
 * until the process starts again.
 *
 * <pre>
 * REGISTERING -- receipts --> ATTESTING -- root of a quorum --> WATCHING <--> RENEWING
 *      ^   failed: once more after a while
 * </pre>
 */
public final class FederationEndpoints implements AutoCloseable {

	private static final Logger logger = System.getLogger(FederationEndpoints.class.getName());

	private static final Duration TTL = Duration.ofMinutes(1);

	/** For how long what a node registers by itself holds without it. */
	static final Duration LEASE = Duration.ofHours(2);

	private static final Duration EARLIEST_RENEWAL = Duration.ofMinutes(20);

	private static final Duration LATEST_RENEWAL = Duration.ofMinutes(30);

	private static final Duration SOON = Duration.ofMillis(200);

	private static final Duration LATER = Duration.ofSeconds(5);

	private final Node node;

	private final VerifiableLedger ledger;

	private final LedgerNames names;

	private final StakeWitness stake;

	private final ScheduledExecutorService scheduler;

	private final InstantSource clock;

	private final RandomGenerator random;

	private final AtomicBoolean started = new AtomicBoolean();

	private volatile Instant renewal = Instant.MIN;

	private volatile boolean closed;

	private volatile @Nullable Receipt registered;

	private volatile @Nullable ProvenEntry attested;

	private volatile Finding endpoints = Finding.waitingFor("endpoints in the ledger: not looked yet");

	private volatile NameMigration migration;

	private volatile String lastFailure = "";

	/**
	 * @param scheduler for the next look; not closed here
	 * @param clock says when to renew
	 * @param random spreads renewals
	 */
	public FederationEndpoints(Node node, VerifiableLedger ledger, LedgerNames names, StakeWitness stake,
			ScheduledExecutorService scheduler, InstantSource clock, RandomGenerator random) {
		this.node = node;
		this.ledger = ledger;
		this.names = names;
		this.stake = stake;
		this.scheduler = scheduler;
		this.clock = clock;
		this.random = random;
		this.migration = new NameMigration(node.genesis().validators().size(),
				node.genesis().validators().stream().map(validator -> nodeName(validator.name())).toList(), Map.of());
	}

	public void start() {
		if (started.compareAndSet(false, true)) {
			next(Duration.ZERO);
		}
	}

	@Override
	public void close() {
		closed = true;
	}

	/**
	 * Whether an own transaction with proofs was executed and a quorum signed its state.
	 */
	public Finding consensusActive() {
		ProvenEntry root = attested;
		Receipt receipt = registered;
		if (!ledger.readiness().isAccepted()) {
			return Finding.waitingFor("the ledger: " + ledger.readiness().reason());
		}
		if (receipt == null) {
			return Finding.waitingFor("an own transaction with proofs to be executed" + lastFailure);
		}
		if (root == null) {
			return Finding.waitingFor("a state root signed by more than two thirds of the weight" + lastFailure);
		}
		return Finding.met("transaction " + receipt.transactionId().substring(0, 8) + " executed at height "
				+ receipt.height().number() + ", root of height " + root.root().root().height().number() + " signed by "
				+ root.root().signatures().size() + " validators");
	}

	/** Whether the endpoints of a quorum of validators are in the ledger. */
	public Finding endpointsReady() {
		return ledger.readiness().isAccepted() ? endpoints
				: Finding.waitingFor("the ledger: " + ledger.readiness().reason());
	}

	private void next(Duration delay) {
		if (!closed) {
			scheduler.schedule(this::step, delay.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	private void step() {
		begin().whenComplete((done, failure) -> {
			lastFailure = failure == null ? "" : "; the last try failed: " + Reason.of(failure);
			if (failure != null) {
				logger.log(Level.DEBUG, "could not register or look", failure);
			}
			next(endpoints.met() && attested != null ? LATER : SOON);
		});
	}

	private CompletionStage<?> begin() {
		try {
			if (!ledger.readiness().isAccepted()) {
				return CompletableFuture.completedFuture(null);
			}
			Receipt receipt = registered;
			if (receipt == null) {
				return register();
			}
			if (attested == null) {
				return attest(receipt);
			}
			return isDue(clock.instant()) ? renew() : look();
		}
		catch (RuntimeException failed) {
			return CompletableFuture.failedFuture(failed);
		}
	}

	/** Also when the clock was put back. */
	private boolean isDue(Instant now) {
		return !now.isBefore(renewal) || renewal.isAfter(now.plus(LATEST_RENEWAL));
	}

	private void renewLater() {
		long spread = LATEST_RENEWAL.minus(EARLIEST_RENEWAL).toMillis();
		renewal = clock.instant().plus(EARLIEST_RENEWAL).plusMillis(random.nextLong(spread));
	}

	private CompletionStage<?> register() {
		return names.register(ownAddresses()).thenCompose(first -> names.register(ownService())).thenAccept(receipt -> {
			renewLater();
			registered = receipt;
		});
	}

	private CompletionStage<?> renew() {
		return renew(ownAddresses()).thenCompose(done -> renew(ownService())).thenRun(this::renewLater);
	}

	private CompletionStage<?> renew(ServiceRegistration own) {
		return names.isWithdrawn(own.name())
			.thenCompose(withdrawn -> withdrawn ? CompletableFuture.completedFuture(null) : names.register(own));
	}

	private ServiceRegistration ownAddresses() {
		return new ServiceRegistration(nodeName(node.name()), FederationNames.addresses(node.endpoints()), TTL, LEASE);
	}

	private ServiceRegistration ownService() {
		return new ServiceRegistration(stoq(),
				List.of(new ResourceRecord.Service(0, 0, node.endpoints().stoq(), nodeName(node.name()))), TTL, LEASE);
	}

	private CompletionStage<?> attest(Receipt receipt) {
		return readStake().thenAccept(entry -> {
			if (entry.root().root().height().compareTo(receipt.height()) >= 0) {
				stake.saw(entry);
				attested = entry;
			}
		});
	}

	private CompletionStage<ProvenEntry> readStake() {
		StakeEntry entry = StakeEntry.of(node.genesis(), node.id());
		return ledger.readProven(entry.module(), entry.key());
	}

	/** What was bonded since is shown with the next bundle. */
	private CompletionStage<?> look() {
		return StakeEntry.hasEconomy(node.genesis()) ? readStake().thenAccept(stake::saw).thenCompose(seen -> lookUp())
				: lookUp();
	}

	private CompletionStage<?> lookUp() {
		return names.registered(stoq())
			.thenCompose(services -> look(0, services, new ArrayList<>()))
			.thenAccept(this::looked);
	}

	/** The validators whose own names and service are registered. */
	private CompletionStage<List<Validator>> look(int done, Set<NodeId> services, List<Validator> found) {
		List<Validator> validators = validators();
		if (done >= validators.size()) {
			return CompletableFuture.completedFuture(found);
		}
		Validator validator = validators.get(done);
		return names.registered(nodeName(validator.name())).thenCompose(nodes -> {
			if (nodes.contains(validator.id()) && services.contains(validator.id())) {
				found.add(validator);
			}
			return look(done + 1, services, found);
		});
	}

	private void looked(List<Validator> found) {
		List<Validator> validators = validators();
		int quorum = ledger.roster().quorum();
		String seen = found.size() + " of " + validators.size() + " validators have their endpoints in the ledger";
		endpoints = found.size() >= quorum ? Finding.met(seen) : Finding.waitingFor(quorum + " of them: " + seen);
		migration = new NameMigration(validators.size(),
				validators.stream()
					.filter(validator -> !found.contains(validator))
					.map(validator -> nodeName(validator.name()))
					.toList(),
				Map.of());
	}

	/** Of the newest epoch that this node knows; who has no weight is not waited for. */
	private List<Validator> validators() {
		return ledger.roster()
			.members()
			.stream()
			.filter(member -> member.weight() > 0)
			.map(Roster.Member::validator)
			.toList();
	}

	/** How far the names of the genesis document have come into the ledger. */
	public NameMigration migration() {
		return migration;
	}

	private Name nodeName(String label) {
		return FederationNames.nodeName(new Name(node.genesis().zone()), label);
	}

	private Name stoq() {
		return FederationNames.stoq(new Name(node.genesis().zone()));
	}

}
