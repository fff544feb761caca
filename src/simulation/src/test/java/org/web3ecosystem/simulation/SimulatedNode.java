package org.web3ecosystem.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.bootstrap.monitor.BootstrapEvent;
import org.web3ecosystem.bootstrap.monitor.Components;
import org.web3ecosystem.bootstrap.monitor.Gates;
import org.web3ecosystem.bootstrap.monitor.OwnCriteria;
import org.web3ecosystem.bootstrap.monitor.PhaseDriver;
import org.web3ecosystem.bootstrap.monitor.SelfProbes;
import org.web3ecosystem.bootstrap.phase.Journal;
import org.web3ecosystem.bootstrap.phase.JournalException;
import org.web3ecosystem.bootstrap.phase.Reset;
import org.web3ecosystem.bootstrap.phase.Transition;
import org.web3ecosystem.bootstrap.alert.AlertWatch;
import org.web3ecosystem.bootstrap.guard.Guards;
import org.web3ecosystem.bootstrap.seat.PreviousValid;
import org.web3ecosystem.bootstrap.seat.SeatLimits;
import org.web3ecosystem.bootstrap.seat.Seats;
import org.web3ecosystem.bootstrap.table.Marks;
import org.web3ecosystem.bootstrap.table.PhaseTable;
import org.web3ecosystem.bootstrap.table.TableInForce;
import org.web3ecosystem.hypermesh.ledger.AgeHandler;
import org.web3ecosystem.hypermesh.ledger.Freshness;
import org.web3ecosystem.hypermesh.ledger.LedgerLimits;
import org.web3ecosystem.hypermesh.ledger.ModuleSet;
import org.web3ecosystem.hypermesh.ledger.ObserverLedger;
import org.web3ecosystem.hypermesh.ledger.ReadHandler;
import org.web3ecosystem.hypermesh.ledger.ReplicatedLedger;
import org.web3ecosystem.hypermesh.ledger.RootHandler;
import org.web3ecosystem.hypermesh.ledger.SubmitHandler;
import org.web3ecosystem.hypermesh.ledger.Validators;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.hypermesh.proof.BundleVerifier;
import org.web3ecosystem.hypermesh.queue.Drain;
import org.web3ecosystem.hypermesh.queue.DurableQueue;
import org.web3ecosystem.hypermesh.queue.QueueEnd;
import org.web3ecosystem.hypermesh.queue.QueueEntry;
import org.web3ecosystem.hypermesh.queue.QueueJournal;
import org.web3ecosystem.hypermesh.queue.QueueLimits;
import org.web3ecosystem.hypermesh.queue.QueueState;
import org.web3ecosystem.hypermesh.queue.QueueWays;
import org.web3ecosystem.hypermesh.reputation.ReputationRules;
import org.web3ecosystem.hypermesh.reputation.Scores;
import org.web3ecosystem.hypermesh.roster.DueWeights;
import org.web3ecosystem.hypermesh.roster.RosterModule;
import org.web3ecosystem.hypermesh.roster.RosterSigner;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Offer;
import org.web3ecosystem.spi.Patience;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.consensus.QueuedException;
import org.web3ecosystem.spi.consensus.WriteQueue.Wish;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.health.Component;
import org.web3ecosystem.spi.health.ComponentHealth;
import org.web3ecosystem.spi.health.Criterion;
import org.web3ecosystem.spi.health.CriterionId;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.Purpose;

/**
 * One node: the classes of the product, put together as in its process, over a simulated
 * network, engine and disk. It crashes and starts again; what must hold over its lives is
 * kept beside it.
 */
final class SimulatedNode {

	private static final LedgerLimits LIMITS = new LedgerLimits(Duration.ofSeconds(20), 64, Duration.ofSeconds(8),
			Duration.ofMillis(1_500));

	private static final Duration FRESH = Duration.ofSeconds(4);

	/** More than any look at who decides takes. */
	private static final Duration SLACK = Duration.ofSeconds(2);

	private static final Duration AGAIN = Duration.ofSeconds(1);

	private final Federation federation;

	private final World world;

	private final Node node;

	private final boolean validates;

	private final SimulatedDisk disk;

	private final SimulatedEngine.Saved saved = new SimulatedEngine.Saved();

	private Life life = new Life();

	private Duration clockError = Duration.ZERO;

	private boolean authorityDown;

	private int number;

	private final Set<String> revocations = new HashSet<>();

	private final Set<String> rejected = new HashSet<>();

	/** What it last said that it had stored. */
	private @Nullable Transition known;

	private boolean refusedSelfSigned;

	private boolean diskWasFull;

	private Instant lastDeciding = World.BEGIN;

	private @Nullable Process process;

	SimulatedNode(Federation federation, Genesis genesis, String name, NodeKey key, Endpoints endpoints,
			boolean validates) {
		this.federation = federation;
		this.world = federation.world();
		this.validates = validates;
		this.disk = new SimulatedDisk(world, this::isForgetful);
		this.node = new Node(name, key, disk.path(name), List.of(InetAddress.getLoopbackAddress()), endpoints, genesis);
		life.end();
	}

	private boolean isForgetful(String file) {
		return isPlanted(Planted.JOURNAL_NOT_SYNCED) && file.endsWith("bootstrap/journal")
				|| isPlanted(Planted.QUEUE_NOT_SYNCED) && file.contains("hypermesh/queue")
				|| isPlanted(Planted.REVOCATION_NOT_DURABLE) && file.endsWith("/previous");
	}

	private boolean isPlanted(Planted mistake) {
		return federation.planted().contains(mistake);
	}

	String name() {
		return node.name();
	}

	Node node() {
		return node;
	}

	boolean isRunning() {
		return !life.isOver();
	}

	/** Its process ends. */
	void crash(Loss loss) {
		if (life.isOver()) {
			return;
		}
		world.tell(name() + " crashes, " + loss);
		world.end(life);
		process = null;
		federation.order().leaves(node.id());
		switch (loss) {
			case NOTHING -> {
			}
			case UNSYNCED -> disk.crash();
			case DISK -> {
				disk.lose();
				saved.lose();
				known = null;
				rejected.clear();
				revocations.clear();
				refusedSelfSigned = false;
				federation.observations().diskLost(node.id(), name(), number + 1);
			}
		}
	}

	/** What a crash takes with it. */
	enum Loss {

		NOTHING, UNSYNCED, DISK

	}

	void start() {
		if (!life.isOver()) {
			return;
		}
		Life next = new Life();
		try {
			process = new Process(next);
			life = next;
			process.begin();
			world.tell(name() + " starts in phase " + (known == null ? "?" : known.phase()));
		}
		catch (JournalException | UncheckedIOException unusable) {
			next.end();
			life = next;
			process = null;
			federation.order().leaves(node.id());
			world.require(diskWasFull, name() + " can go on with what it had stored: " + unusable.getMessage());
			Life waiting = new Life();
			world.after(AGAIN, waiting, this::start);
		}
	}

	void diskFull(int percent) {
		diskWasFull = percent > 0;
		disk.full(percent);
	}

	void clockError(Duration error) {
		clockError = error;
	}

	void authorityDown(boolean down) {
		authorityDown = down;
	}

	void revoked(String certificate) {
		revocations.add(certificate);
	}

	/** Something a client does. */
	void use() {
		Process running = process;
		if (running == null || !running.up) {
			return;
		}
		running.judge();
		running.read();
		switch (world.random().nextInt(6)) {
			case 0, 1, 2 -> running.write();
			case 3 -> running.withdraw();
			default -> running.resolve();
		}
	}

	void weigh(String of, long weight) {
		Process running = process;
		if (running != null && running.up) {
			running.ways.way(new Wish("weigh", Duration.ZERO))
				.ledger()
				.submit(DueWeights.MODULE, (of + " " + weight).getBytes(StandardCharsets.UTF_8));
		}
	}

	/** Starts anew what a person would: one whose queue could not be opened. */
	void repair() {
		Process running = process;
		if (running != null && running.up && !running.queue.report().trouble().isEmpty()) {
			crash(Loss.NOTHING);
		}
		start();
	}

	/** What it still has to do; empty if it has come to the end. */
	String unfinished() {
		Process running = process;
		Transition last = known;
		if (running == null || !running.up || last == null) {
			return name() + " does not run";
		}
		if (!last.complete()) {
			return name() + " is in phase " + last.phase() + ": " + running.waitsFor();
		}
		return running.queue.report().waiting() == 0 ? ""
				: name() + " has " + running.queue.report().waiting() + " writes that wait";
	}

	/** To be called often: who can decide knows the newest. */
	void look() {
		if (validates ? federation.order().mayDecide(node.id()) : federation.hearsWhoDecides(node.id())) {
			lastDeciding = world.now();
		}
	}

	/** One life. */
	private final class Process {

		private final Life life;

		private final SimulatedExecutor scheduler;

		private final SimulatedExecutor executor;

		private final InstantSource steady = world::now;

		private final InstantSource wall = () -> world.now().plus(clockError);

		private final Writes writes = new Writes();

		private final TransportProvider transport;

		private final Validators validators;

		private final VerifiableLedger ledger;

		private final DurableQueue queue;

		private final Drain drain;

		private final QueueWays ways;

		private final Seats seats;

		private final Journal journal;

		private final Components components;

		private final PhaseTable table = federation.table();

		private final List<Criterion> criteria = new ArrayList<>();

		private final Map<CriterionId.Gate, Boolean> truth = new EnumMap<>(CriterionId.Gate.class);

		private final Map<String, String> entries = new HashMap<>();

		private @Nullable PhaseDriver driver;

		private boolean up;

		private Instant resolved = Instant.MIN;

		Process(Life life) {
			this.life = life;
			this.scheduler = SimulatedExecutor.inOrder(world, life);
			this.executor = SimulatedExecutor.anyOrder(world, life);
			this.transport = federation.network().of(node.id(), life);
			this.validators = new Validators(node, transport, new Scores(ReputationRules.DEFAULT, world::nanos));
			this.ledger = planted(validates ? replicated() : observing());
			Patience patience = world.patience(life);
			this.queue = new DurableQueue(
					PlantedStore.over(new QueueJournal(folder("hypermesh").resolve("queue"), node.genesis().chainId()),
							federation.planted()),
					QueueLimits.of(500, 1 << 20), wall, world.random(), executor);
			this.seats = seats();
			this.drain = new Drain(new Drain.Parts(queue, ledger, seats.initializer().consensus(), node.id(), scheduler,
					SimulatedExecutor.waiting(world, life), world::nanos), patience);
			this.ways = new QueueWays(queue, drain, ledger, patience);
			this.journal = Journal.open(journalFile());
			this.components = new Components(List.of(new Part("stoq", Set.of("stoq_transport"), this::listen),
					new Part("trustchain", Set.of("trustchain_dns", "trustchain_ca", "trustchain_full"), () -> {
					}), new Part("hypermesh", Set.of("hypermesh_assets", "hypermesh_consensus"), this::work)),
					table.dependencies(), steady, world.random());
		}

		private Path folder(String name) {
			Path folder = node.home().resolve(name);
			try {
				Files.createDirectories(folder);
			}
			catch (IOException failed) {
				throw new UncheckedIOException(failed);
			}
			return folder;
		}

		private Path journalFile() {
			Path file = folder("bootstrap").resolve(Journal.NAME);
			if (isPlanted(Planted.MARKS_LOWERED)) {
				List<Transition> history = Journal.history(file);
				if (!history.isEmpty() && history.getLast().kind() == Transition.Kind.RETREAT) {
					new Reset(folder("bootstrap")).toNothing("nobody", "it has retreated", world.now());
				}
			}
			return file;
		}

		private VerifiableLedger replicated() {
			SimulatedEngine engine = new SimulatedEngine(world, federation.order(), node.id(), life, saved,
					federation.planted());
			ReplicatedLedger made = new ReplicatedLedger(new ReplicatedLedger.Parts(node, engine,
					ModuleSet.of(node.genesis(), List.of(writes, new Weights(), new RosterModule(node.genesis()))),
					new BundleVerifier(node.genesis(), new ProofVerifier(node.genesis())), validators, LIMITS,
					world.random(), scheduler, executor));
			made.onBlock(block -> federation.observations().block(name(), block, writes.take()));
			return made;
		}

		private VerifiableLedger observing() {
			return new ObserverLedger(node.key(), node.genesis(), validators::servers,
					new ProofVerifier(node.genesis()), LIMITS, world.random(), scheduler, executor, world::nanos);
		}

		private VerifiableLedger planted(VerifiableLedger honest) {
			return PlantedLedger.over(honest, federation.planted(), !validates, validators, LIMITS);
		}

		private Seats seats() {
			PreviousValid previous = new PreviousValid(folder("previous").resolve("accepted"), wall);
			previous.open();
			CircuitBreakerRegistry breakers = CircuitBreakerRegistry
				.of(CircuitBreakerConfig.custom().clock(new WorldClock()).build());
			Seats made = new Seats(new Name(node.genesis().zone()), previous,
					new Guards(Guards.Registries.with(breakers), scheduler, world.random()), SeatLimits.standard(),
					steady);
			List<Offer<?>> offers = new ArrayList<>();
			offers.add(Offer.always("stoq", TransportProvider.class, transport));
			offers.add(Offer.always("self-signed", CertificateProvider.class, new Judge(this, true)));
			offers.add(new Offer<>("trustchain", CertificateProvider.class, new Judge(this, false), this::authority));
			offers.add(new Offer<>("consensus-validated", CertificateProvider.class, new Judge(this, false),
					this::authority));
			offers.add(new Offer<>(PreviousValid.NAME, CertificateProvider.class, previous, previous::probe));
			offers.add(Offer.always("observe", ConsensusProvider.class, new NoProofs(Verdict::accepted)));
			for (String name : List.of("quorum", "mandatory")) {
				offers.add(
						new Offer<>(name, ConsensusProvider.class, new NoProofs(ledger::readiness), ledger::readiness));
			}
			offers.add(Offer.always("traditional", ServiceDiscovery.class,
					new Names("traditional", Verdict::accepted, life)));
			offers.add(new Offer<>("hypermesh", ServiceDiscovery.class, new Names("hypermesh", ledger::readiness, life),
					ledger::readiness));
			made.bind(offers);
			return made;
		}

		private Verdict authority() {
			return authorityDown ? Verdict.unavailable("the authority is away") : Verdict.accepted();
		}

		void begin() {
			resumed();
			criteria.add(OwnCriteria.allServicesStarted(components));
			criteria.add(OwnCriteria.healthChecks(components, steady));
			criteria.add(criterion(CriterionId.CERTIFICATES_ACTIVE, () -> authority().isAccepted()));
			criteria
				.add(criterion(CriterionId.DISCOVERY_OPERATIONAL, () -> resolved.plusSeconds(5).isAfter(world.now())));
			criteria.add(criterion(CriterionId.CONSENSUS_ACTIVE, () -> ledger.readiness().isAccepted()));
			criteria.add(OwnCriteria.noFallback(seats, table::gates, world.now(), steady));
			PhaseDriver made = new PhaseDriver(name(), new TableInForce(table), journal, seats,
					new PhaseDriver.Surroundings(components, this::gate,
							new SelfProbes(new EnumMap<>(SelfProbes.Target.class), steady),
							new AlertWatch(Duration.ofSeconds(10), Duration.ofSeconds(30)), List.of(), steady,
							this::told, List.of()),
					new PhaseDriver.Threads() {

						@Override
						public ScheduledExecutorService driver(String name) {
							return scheduler;
						}

						@Override
						public ExecutorService starts(String name) {
							return executor;
						}

					});
			driver = made;
			made.start();
			scheduler.scheduleWithFixedDelay(this::resolve, 200, 1_500, TimeUnit.MILLISECONDS);
		}

		/** What was stored before is there, and nothing less is asked for. */
		private void resumed() {
			Optional<Transition> last = journal.last();
			Transition before = known;
			if (before != null) {
				world.require(last.isPresent(), name() + " has what it stored: term " + before.term());
				last.ifPresent(now -> {
					world.require(now.term() >= before.term() && now.term() <= before.term() + 1,
							name() + " resumes where it was: term " + now.term() + " after " + before.term());
					world.require(now.term() > before.term() || now.phase() == before.phase(),
							name() + " resumes in its phase " + before.phase());
					world.require(isAtLeast(now.marks(), before.marks()),
							name() + " lowers no mark: " + now.marks() + " after " + before.marks());
				});
			}
			known = last.orElse(known);
		}

		private static boolean isAtLeast(Marks one, Marks other) {
			return one.certificates().compareTo(other.certificates()) >= 0
					&& one.consensus().compareTo(other.consensus()) >= 0 && one.falcon().compareTo(other.falcon()) >= 0;
		}

		private static Criterion criterion(CriterionId id, BooleanSupplier met) {
			return new Criterion() {

				@Override
				public CriterionId id() {
					return id;
				}

				@Override
				public Finding find() {
					return met.getAsBoolean() ? Finding.met("so it is") : Finding.waitingFor(id.id());
				}

			};
		}

		private Gates.View gate(CriterionId.Gate gate) {
			List<Gates.Item> items = new ArrayList<>();
			boolean met = true;
			for (Criterion criterion : criteria) {
				if (criterion.id().gate() == gate) {
					Criterion.Finding finding = criterion.find();
					met &= finding.met();
					items.add(new Gates.Item(criterion.id().id(), finding.met() ? "UP" : "DOWN", finding.reason()));
				}
			}
			truth.put(gate, met);
			return isPlanted(Planted.GATE_IGNORED) ? new Gates.View(true, List.of()) : new Gates.View(met, items);
		}

		private void told(BootstrapEvent event) {
			if (!(event instanceof BootstrapEvent.PhaseChanged(Instant time, Transition made))) {
				return;
			}
			Transition before = known;
			int from = before == null ? 0 : before.phase();
			world.tell(name() + " " + made.kind() + " to phase " + made.phase() + ": " + made.reason());
			world.require(Math.abs(made.phase() - from) <= 1,
					name() + " moves one step: " + from + " to " + made.phase());
			world.require(before == null || isAtLeast(made.marks(), before.marks()), name() + " lowers no mark");
			boolean onward = made.kind() == Transition.Kind.ADVANCE || made.kind() == Transition.Kind.COMPLETE;
			world.require(!onward || truth.getOrDefault(CriterionId.Gate.values()[from], false),
					name() + " goes on when the gate is met: out of phase " + from);
			world.require(!onward || made.marks().equals(made.marks().raisedTo(table.row(made.phase()))),
					name() + " asks for what the row says");
			known = made;
			refusedSelfSigned |= made.marks().refusesSelfSigned();
		}

		String waitsFor() {
			var seen = driver == null ? null : driver.snapshot();
			return seen == null ? "nothing seen" : seen.waitingFor() + " " + seen.degradations();
		}

		private void listen() {
			transport.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), node.endpoints().stoq()),
					validates
							? new Inbound(List.of(new ReadHandler(ledger), new AgeHandler(ledger),
									new SubmitHandler(ledger), new RootHandler(ledger)), List.of())
							: new Inbound(List.of(), List.of()));
		}

		private void work() {
			if (up) {
				return;
			}
			ledger.start();
			queue.open();
			world.require(queue.report().trouble().isEmpty() || diskWasFull,
					name() + " can read its queue: " + queue.report().trouble());
			drain.start();
			if (validates) {
				new RosterSigner(node, ledger, ledger::roster, scheduler).start();
			}
			up = true;
		}

		void write() {
			String what = Observations.write(name(), ++number);
			Duration wait = world.chance(50) ? Duration.ZERO : Duration.ofSeconds(2);
			ways.way(new Wish(what, wait))
				.ledger()
				.submit(Writes.NAME, what.getBytes(StandardCharsets.UTF_8))
				.whenComplete((receipt, failure) -> {
					if (life.isOver()) {
						return;
					}
					if (failure == null) {
						world.require(federation.observations().isApplied(what),
								"what has a receipt was done: " + what);
						federation.observations().promised(what);
					}
					else if (cause(failure) instanceof QueuedException queued) {
						entries.put(queued.id(), what);
						federation.observations().promised(what);
					}
				});
		}

		void withdraw() {
			List<QueueEntry> open = queue.entries().stream().filter(QueueEntry::isOpen).toList();
			if (open.isEmpty()) {
				return;
			}
			QueueEntry entry = open.get(world.random().nextInt(open.size()));
			String what = entries.get(entry.id());
			if (what == null) {
				return;
			}
			try {
				queue.withdraw(entry.id())
					.filter(now -> now.state() instanceof QueueState.Ended(Instant at, QueueEnd.Withdrawn()))
					.ifPresent(now -> {
						world.tell(name() + " takes back " + what);
						federation.observations().withdrawn(what);
					});
			}
			catch (UnavailableException full) {
				// it is what it was
			}
		}

		void judge() {
			boolean self = world.chance(20);
			CertificateChain chain = self ? SimulatedCertificate.selfIssued()
					: SimulatedCertificate.issued(world.random().nextInt(3));
			String certificate = chain.leaf().toString();
			seats.initializer().certificates().validate(chain, Purpose.NODE, node.id()).thenAccept(verdict -> {
				if (!verdict.isAccepted() || life.isOver()) {
					return;
				}
				world.require(!rejected.contains(certificate),
						name() + " accepts nothing that was rejected: " + certificate);
				world.require(!self || !refusedSelfSigned, name() + " accepts no weaker identity than before");
			});
		}

		void resolve() {
			seats.initializer()
				.discovery()
				.resolve(new Name(name() + ".node." + node.genesis().zone()))
				.thenAccept(found -> resolved = world.now());
		}

		void read() {
			boolean stale = new Freshness(ledger, FRESH).now().stale();
			look();
			boolean cutOff = lastDeciding.plus(FRESH).plus(SLACK).isBefore(world.now());
			world.require(!cutOff || stale, name() + " says that it may be out of date");
			if (validates || number == 0) {
				return;
			}
			String what = Observations.write("node1", 1 + world.random().nextInt(4));
			ledger.read(Writes.NAME, what)
				.thenAccept(value -> value.ifPresent(bytes -> world.require(
						bytes.length == 1 && bytes[0] == 1 && federation.observations().isApplied(what),
						name() + " reads what the ledger has: " + what)));
		}

	}

	private static Throwable cause(Throwable failure) {
		return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
	}

	private final class WorldClock extends Clock {

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return world.now();
		}

	}

	/** A component that fails to start now and then. */
	private final class Part implements Component {

		private final String name;

		private final Set<String> capabilities;

		private final Runnable start;

		private boolean started;

		Part(String name, Set<String> capabilities, Runnable start) {
			this.name = name;
			this.capabilities = capabilities;
			this.start = start;
		}

		@Override
		public String name() {
			return name;
		}

		@Override
		public CompletionStage<Void> start() {
			if (world.chance(15)) {
				return CompletableFuture.failedFuture(new UnavailableException("not yet"));
			}
			start.run();
			started = true;
			return CompletableFuture.completedStage(null);
		}

		@Override
		public Set<String> capabilities() {
			return started ? capabilities : Set.of();
		}

		@Override
		public ComponentHealth health() {
			if (!started) {
				return ComponentHealth.of(ComponentHealth.Status.STOPPED, "not started");
			}
			return name.equals("trustchain") && authorityDown
					? ComponentHealth.of(ComponentHealth.Status.DOWN, "the authority is away") : ComponentHealth.up();
		}

		@Override
		public void close() {
			// ends with its process
		}

	}

	/** Judges by what this node knows to be revoked. */
	private final class Judge implements CertificateProvider {

		private final Process process;

		private final boolean selfSigned;

		Judge(Process process, boolean selfSigned) {
			this.process = process;
			this.selfSigned = selfSigned;
		}

		@Override
		public CompletionStage<CertificateChain> certificate(CertificateRequest request) {
			return CompletableFuture.failedFuture(new UnavailableException("nobody asks"));
		}

		@Override
		public CompletionStage<Verdict> validate(CertificateChain chain, Purpose purpose, NodeId subject) {
			if (selfSigned) {
				return CompletableFuture.completedStage(
						chain.isSelfIssued() ? Verdict.accepted() : Verdict.unavailable("only self-signed ones"));
			}
			if (!process.authority().isAccepted()) {
				return CompletableFuture.completedStage(process.authority());
			}
			if (chain.isSelfIssued()) {
				return CompletableFuture.completedStage(Verdict.unavailable("not issued by anybody"));
			}
			String certificate = chain.leaf().toString();
			if (!revocations.contains(certificate)) {
				return CompletableFuture.completedStage(Verdict.accepted());
			}
			rejected.add(certificate);
			return CompletableFuture.completedStage(
					isPlanted(Planted.REJECTED_MOVES_ON) ? Verdict.unavailable("revoked") : Verdict.revoked("revoked"));
		}

	}

	/** Writes here need no proofs. */
	private record NoProofs(Supplier<Verdict> ready) implements ConsensusProvider {

		@Override
		public CompletionStage<ProofBundle> prove(Operation operation) {
			return CompletableFuture.failedFuture(new UnavailableException("nobody asks"));
		}

		@Override
		public CompletionStage<Verdict> validate(ProofBundle bundle, Operation operation, NodeId prover) {
			return CompletableFuture.completedStage(ready.get());
		}

	}

	private final class Names implements ServiceDiscovery {

		private final String offer;

		private final Supplier<Verdict> ready;

		private final Life life;

		Names(String offer, Supplier<Verdict> ready, Life life) {
			this.offer = offer;
			this.ready = ready;
			this.life = life;
		}

		@Override
		public CompletionStage<Resolution> resolve(Name name) {
			if (!ready.get().isAccepted()) {
				return CompletableFuture.failedFuture(new UnavailableException(ready.get().reason()));
			}
			CompletableFuture<Resolution> answer = new CompletableFuture<>();
			if (!world.chance(5)) {
				world.after(world.between(1, 50), life, () -> answer.complete(
						new Resolution.Found(List.of(), Duration.ofSeconds(30), offer.equals("traditional"), offer)));
			}
			return answer;
		}

		@Override
		public CompletionStage<Void> register(ServiceRegistration registration) {
			return CompletableFuture.failedFuture(new UnavailableException("nobody asks"));
		}

	}

}
