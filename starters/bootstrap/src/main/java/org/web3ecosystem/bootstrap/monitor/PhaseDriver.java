package org.web3ecosystem.bootstrap.monitor;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.bootstrap.alert.AlertWatch;
import org.web3ecosystem.bootstrap.phase.Decision;
import org.web3ecosystem.bootstrap.phase.Evidence;
import org.web3ecosystem.bootstrap.phase.Journal;
import org.web3ecosystem.bootstrap.phase.JournalException;
import org.web3ecosystem.bootstrap.phase.PhaseMachine;
import org.web3ecosystem.bootstrap.phase.PhaseState;
import org.web3ecosystem.bootstrap.phase.Transition;
import org.web3ecosystem.bootstrap.seat.Fallback;
import org.web3ecosystem.bootstrap.seat.Occupancy;
import org.web3ecosystem.bootstrap.seat.SeatName;
import org.web3ecosystem.bootstrap.seat.Seats;
import org.web3ecosystem.bootstrap.table.Capability;
import org.web3ecosystem.bootstrap.table.PhaseRow;
import org.web3ecosystem.bootstrap.table.PhaseTable;
import org.web3ecosystem.bootstrap.table.TableInForce;
import org.web3ecosystem.spi.SeatListener;
import org.web3ecosystem.spi.health.ComponentHealth;
import org.web3ecosystem.spi.transport.FalconDemand;

/**
 * The rim around the phase machine: one thread that looks, lets the machine decide,
 * stores the decision, switches the seats and tells.
 */
public final class PhaseDriver implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(PhaseDriver.class);

	private static final Duration CLOSING = Duration.ofSeconds(4);

	/** Of so many looks one is made where all phases are done and nobody complains. */
	private static final int CALM = 4;

	private final TableInForce table;

	private final Journal journal;

	private final Seats seats;

	private final Components components;

	private final GateWatch gates;

	private final SelfProbes probes;

	private final AlertWatch alerts;

	private final List<Supplier<Optional<Shortage>>> shortages;

	private final InstantSource clock;

	private final Announcements announcements;

	private final List<SeatListener> listeners;

	private final String threadName;

	private final Threads threads;

	private @Nullable ScheduledExecutorService thread;

	private @Nullable ExecutorService starts;

	private @Nullable PhaseState state;

	private @Nullable Instant completedAt;

	private @Nullable FalconDemand demanded;

	private String journalTrouble = "";

	private final FailureLog looking = new FailureLog(logger, "looking failed, will look again");

	private final FailureLog storing = new FailureLog(logger,
			"what was accepted is forgotten if this process ends, will be stored again");

	private boolean returning;

	private boolean calm;

	/** Since the last look, because all was calm. */
	private int leftOut;

	private volatile @Nullable Snapshot snapshot;

	/**
	 * @param name the node's, part of its threads' names
	 * @param surroundings what the driver works with
	 */
	public PhaseDriver(String name, TableInForce table, Journal journal, Seats seats, Surroundings surroundings) {
		this(name, table, journal, seats, surroundings, Threads.OF_ITS_OWN);
	}

	/** The same, on threads of somebody else's. */
	public PhaseDriver(String name, TableInForce table, Journal journal, Seats seats, Surroundings surroundings,
			Threads threads) {
		this.threads = threads;
		this.table = table;
		this.journal = journal;
		this.seats = seats;
		this.components = surroundings.components;
		this.probes = surroundings.probes;
		this.alerts = surroundings.alerts;
		this.shortages = List.copyOf(surroundings.shortages);
		this.clock = surroundings.clock;
		this.announcements = new Announcements(surroundings.events);
		this.gates = new GateWatch(surroundings.gates, announcements, clock);
		this.listeners = List.copyOf(surroundings.listeners);
		this.threadName = name + "/bootstrap";
	}

	/**
	 * @param shortages what this process lacks or is about to
	 * @param events told on the driver's thread
	 * @param listeners told after a switch, on the driver's thread
	 */
	public record Surroundings(Components components, Gates gates, SelfProbes probes, AlertWatch alerts,
			List<Supplier<Optional<Shortage>>> shortages, InstantSource clock, Consumer<BootstrapEvent> events,
			List<SeatListener> listeners) {
	}

	/** Where a driver works. What they give is shut down when the driver is closed. */
	public interface Threads {

		/** One thread to look on, and one for each start. */
		Threads OF_ITS_OWN = new Threads() {

			@Override
			public ScheduledExecutorService driver(String name) {
				return Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name(name).factory());
			}

			@Override
			public ExecutorService starts(String name) {
				return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-start-", 0).factory());
			}

		};

		/** For the looks: one at a time. */
		ScheduledExecutorService driver(String name);

		/** For starts of components, which may wait. */
		ExecutorService starts(String name);

	}

	/**
	 * Resumes where the journal ends, seats whoever sits there and begins to look.
	 * @throws InitialPhaseException if the table wants to start above 0 without a journal
	 */
	public synchronized void start() {
		if (thread != null) {
			return;
		}
		Instant now = clock.instant();
		PhaseState resumed = PhaseState.resumed(resume(now), now);
		this.state = resumed;
		this.returning = resumed.phase() > 0;
		if (resumed.complete()) {
			this.completedAt = now;
		}
		this.starts = threads.starts(threadName);
		ScheduledExecutorService driver = threads.driver(threadName);
		this.thread = driver;
		long interval = table.now().gates().interval().toMillis();
		driver.execute(() -> sit(resumed));
		driver.scheduleWithFixedDelay(this::periodically, 0, interval, TimeUnit.MILLISECONDS);
	}

	/** What was seen at the last look; null before the first. */
	public @Nullable Snapshot snapshot() {
		return snapshot;
	}

	/** The phase at the last look; 0 before the first. */
	public int phase() {
		Snapshot seen = snapshot;
		return seen == null ? 0 : seen.state().phase();
	}

	@Override
	public synchronized void close() {
		ScheduledExecutorService driver = thread;
		ExecutorService starting = starts;
		if (driver == null || starting == null) {
			return;
		}
		// a start under way may finish or not; nothing new begins, after the look that
		// may
		// be under way
		driver.execute(() -> {
			starting.shutdown();
			components.close();
		});
		driver.shutdown();
		try {
			if (!driver.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
				logger.warn("components did not close within {} s", CLOSING.toSeconds());
				driver.shutdownNow();
			}
		}
		catch (InterruptedException interrupted) {
			driver.shutdownNow();
			Thread.currentThread().interrupt();
		}
		starting.shutdownNow();
		thread = null;
	}

	private Transition resume(Instant now) {
		return journal.last().orElseGet(() -> {
			PhaseTable first = table.now();
			if (first.initialPhase() > 0) {
				throw new InitialPhaseException(first.initialPhase());
			}
			Transition start = Transition.start(first.row(0), now);
			journal.append(start);
			return start;
		});
	}

	private void periodically() {
		if (calm && leftOut < CALM - 1) {
			leftOut++;
			return;
		}
		safely();
	}

	/** An executor's periodic task ends with its first exception: none may leave. */
	private void safely() {
		leftOut = 0;
		calm = false;
		try {
			look();
			looking.over();
		}
		catch (RuntimeException failure) {
			looking.failed(failure);
		}
	}

	private void look() {
		PhaseState before = state;
		if (before == null) {
			return;
		}
		// one look, one table
		PhaseMachine machine = new PhaseMachine(table.now());
		Map<SeatName, Occupancy> occupancies = seats.look();
		List<Fallback> fallbacks = seats.fallbacks();
		List<ComponentStatus> statuses = lookAtComponents(before, occupancies, fallbacks);
		Gates.View gate = gates.look(before.phase());
		returning = returning && !gates.isMet(before.phase());
		Evidence evidence = evidence(before, occupancies, fallbacks, gate);
		Instant now = clock.instant();
		PhaseState observed = machine.observe(before, evidence, now);
		Decision decision = machine.decide(observed, evidence, now);
		List<String> degradations = new ArrayList<>(machine.degradations(observed, evidence, now));
		state = follow(decision, observed, now);
		statuses.stream()
			.filter(status -> status.status() == ComponentHealth.Status.DEGRADED)
			.forEach(status -> degradations.add(status.name() + ": " + status.reason()));
		if (!journalTrouble.isEmpty()) {
			degradations.add(journalTrouble);
		}
		List<Shortage> lacking = shortages.stream().flatMap(shortage -> shortage.get().stream()).toList();
		lacking.stream().map(Shortage::reason).forEach(degradations::add);
		// after a step others sit there than before it
		Map<SeatName, Occupancy> seated = decision instanceof Decision.Stay ? occupancies : seats.look();
		Snapshot next = new Snapshot(now, observed.startedAt(), state == null ? observed : state, gates.seen(), seated,
				statuses, fallbacks, degradations, reasons(decision), journal.history(),
				components.dependencyResolution(), completedAt, returning,
				lacking.stream()
					.filter(lack -> !lack.harmless())
					.map(Shortage::reason)
					.collect(Collectors.joining("; ")));
		Snapshot last = snapshot;
		// first: a listener may look
		snapshot = next;
		announcements.changes(last, next);
		alerts.look(Conditions.of(next), now).forEach(announcements::alert);
		probes.tick(before.phase(), before.complete(), now);
		store();
		calm = decision instanceof Decision.Stay && observed.complete() && !returning && fallbacks.isEmpty()
				&& degradations.isEmpty() && empty(occupancies).isEmpty();
	}

	/** Whoever cannot remember can still look. */
	private void store() {
		try {
			seats.store();
			storing.over();
		}
		catch (IOException failure) {
			storing.failed(failure);
		}
	}

	private List<ComponentStatus> lookAtComponents(PhaseState at, Map<SeatName, Occupancy> occupancies,
			List<Fallback> fallbacks) {
		ExecutorService starting = starts;
		if (starting == null || starting.isShutdown()) {
			return components.statuses();
		}
		Set<Capability> derived = DerivedCapabilities.of(at.phase(), components.statuses(),
				occupancies.get(SeatName.CONSENSUS), !fallbacks.isEmpty());
		return components.look(at, derived, starting, this::onDriver);
	}

	private Evidence evidence(PhaseState at, Map<SeatName, Occupancy> occupancies, List<Fallback> fallbacks,
			Gates.View gate) {
		Map<String, String> above = at.phase() < PhaseRow.LAST ? empty(seats.lookAhead(effective(at.phase() + 1, at)))
				: Map.of();
		List<String> widened = at.phase() > 0
				? seats.widenedBy(effective(at.phase() - 1, at)).stream().map(SeatName::key).toList() : List.of();
		return new Evidence(components.settled(), gate.met(), gate.waitingFor(), empty(occupancies), widened, above,
				fallbacks.stream().map(Fallback::toString).toList());
	}

	private static Map<String, String> empty(Map<SeatName, Occupancy> occupancies) {
		Map<String, String> empty = new TreeMap<>();
		occupancies.forEach((seat, occupancy) -> {
			if (occupancy.isEmpty()) {
				empty.put(seat.key(), occupancy.describe());
			}
		});
		return empty;
	}

	private PhaseRow effective(int phase, PhaseState at) {
		return table.now().row(phase).within(at.marks());
	}

	private PhaseState follow(Decision decision, PhaseState at, Instant now) {
		return switch (decision) {
			case Decision.Stay stay -> at;
			case Decision.Advance(int to, String reason) -> make(at.advance(table.now().row(to), reason, now), at);
			case Decision.Complete(String reason) -> make(at.completed(reason, now), at);
			case Decision.Retreat(int to, String reason) -> make(at.retreat(to, reason, now), at);
		};
	}

	/** Stored, then seated, then told: a crash in between resumes at what was stored. */
	private PhaseState make(Transition transition, PhaseState at) {
		Instant begun = clock.instant();
		try {
			journal.append(transition);
			journalTrouble = "";
		}
		catch (JournalException failure) {
			if (journalTrouble.isEmpty()) {
				logger.error("phase={} stays, the transition to {} could not be stored", at.phase(), transition.phase(),
						failure);
			}
			journalTrouble = failure.getMessage() + ": the phase cannot change";
			return at;
		}
		PhaseState next = at.after(transition);
		returning = false;
		completedAt = next.complete() ? transition.time() : null;
		sit(next);
		logger.info("phase={} complete={} term={} kind={} switchMs={} reason=\"{}\"", next.phase(), next.complete(),
				next.term(), transition.kind(), Duration.between(begun, clock.instant()).toMillis(),
				transition.reason());
		announcements.tell(new BootstrapEvent.PhaseChanged(transition.time(), transition));
		return next;
	}

	private void sit(PhaseState at) {
		PhaseRow row = effective(at.phase(), at);
		Map<SeatName, List<String>> changed = seats.seat(row);
		FalconDemand demand = row.falcon().demand();
		// first: connections that are made anew because a seat changed obey it already
		if (demand != demanded) {
			demanded = demand;
			tell("falcon", listener -> listener.demanded(demand));
		}
		changed.forEach((seat, offers) -> tell(seat.key(), listener -> listener.seated(seat.type(), offers)));
	}

	private void tell(String what, Consumer<SeatListener> news) {
		listeners.forEach(listener -> {
			try {
				news.accept(listener);
			}
			catch (RuntimeException failure) {
				logger.warn("seat={} a listener failed", what, failure);
			}
		});
	}

	/** A start that ended is followed by a look, so that what waits for it begins. */
	private void onDriver(Runnable outcome) {
		ScheduledExecutorService driver = thread;
		if (driver == null) {
			return;
		}
		try {
			driver.execute(() -> {
				outcome.run();
				safely();
			});
		}
		catch (RejectedExecutionException closing) {
			// it is closed with all others
		}
	}

	private static List<String> reasons(Decision decision) {
		return decision instanceof Decision.Stay(List<String> reasons) ? reasons : List.of();
	}

}
