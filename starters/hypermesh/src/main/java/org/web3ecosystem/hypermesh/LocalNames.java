package org.web3ecosystem.hypermesh;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.hypermesh.name.LedgerNames;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.discovery.LocalZone;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.health.Criterion.Finding;

/**
 * Moves the names of this node's local zone into the ledger, one after the other, and
 * keeps them there while the process runs: each is registered again when half of its
 * lease is over. What the ledger refuses is tried again after a while, and meanwhile said
 * with the reason. A name that its operator withdrew is left alone until the process
 * starts again. Thread-safe.
 */
public final class LocalNames implements AutoCloseable {

	private static final Logger logger = System.getLogger(LocalNames.class.getName());

	private static final Duration SOON = Duration.ofMillis(200);

	private static final Duration LATER = Duration.ofSeconds(1);

	/** When the ledger is asked again to take what it refused. */
	private static final Duration ONCE_MORE = Duration.ofMinutes(1);

	private final List<ServiceRegistration> local;

	private final LedgerNames names;

	private final Supplier<Verdict> readiness;

	private final ScheduledExecutorService scheduler;

	private final InstantSource clock;

	private final Map<Name, Progress> progress = new ConcurrentHashMap<>();

	private final AtomicBoolean started = new AtomicBoolean();

	private volatile boolean closed;

	/** How far a name is, and when it is to be looked at again. */
	private sealed interface Progress {

		Instant next();

		/** The ledger has it. */
		record Moved(Instant next) implements Progress {
		}

		/** The ledger does not take it. */
		record Refused(Instant next, String reason) implements Progress {
		}

	}

	/**
	 * @param readiness whether the ledger can be read and written now
	 * @param scheduler for the next look; not closed here
	 * @param clock says when to renew
	 */
	public LocalNames(LocalZone local, LedgerNames names, Supplier<Verdict> readiness,
			ScheduledExecutorService scheduler, InstantSource clock) {
		this.local = local.registrations();
		this.names = names;
		this.readiness = readiness;
		this.scheduler = scheduler;
		this.clock = clock;
	}

	public void start() {
		if (!local.isEmpty() && started.compareAndSet(false, true)) {
			next(Duration.ZERO);
		}
	}

	@Override
	public void close() {
		closed = true;
	}

	/** How far they have come. */
	public NameMigration migration() {
		Map<Name, String> refused = new ConcurrentHashMap<>();
		progress.forEach((name, how) -> {
			if (how instanceof Progress.Refused(Instant _, String reason)) {
				refused.put(name, reason);
			}
		});
		return new NameMigration(local.size(), waiting(), refused);
	}

	/**
	 * Whether all have come but those that the ledger refuses: before that, who asks the
	 * ledger alone would be told that they do not exist.
	 */
	public Finding moved() {
		List<Name> waiting = waiting();
		return waiting.isEmpty() ? Finding.met("the local zone's names are in the ledger")
				: Finding.waitingFor(waiting.size() + " of " + local.size()
						+ " names of the local zone to come into the ledger, such as " + waiting.getFirst());
	}

	private List<Name> waiting() {
		return local.stream().map(ServiceRegistration::name).filter(name -> !progress.containsKey(name)).toList();
	}

	private void next(Duration delay) {
		if (!closed) {
			scheduler.schedule(this::step, delay.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	private void step() {
		Optional<ServiceRegistration> due = readiness.get().isAccepted() ? due(clock.instant()) : Optional.empty();
		begin(due).whenComplete((done, failure) -> {
			if (failure != null) {
				logger.log(Level.DEBUG, "a name of the local zone could not be registered", failure);
			}
			boolean goOn = failure == null && due.isPresent();
			next(goOn ? Duration.ZERO : waiting().isEmpty() ? LATER : SOON);
		});
	}

	private Optional<ServiceRegistration> due(Instant now) {
		return local.stream().filter(each -> {
			Progress before = progress.get(each.name());
			return before == null || !now.isBefore(before.next());
		}).findFirst();
	}

	private CompletionStage<?> begin(Optional<ServiceRegistration> due) {
		try {
			return due.<CompletionStage<?>>map(this::register).orElseGet(() -> CompletableFuture.completedFuture(null));
		}
		catch (RuntimeException failed) {
			return CompletableFuture.failedFuture(failed);
		}
	}

	private CompletionStage<?> register(ServiceRegistration one) {
		boolean renewal = progress.get(one.name()) instanceof Progress.Moved;
		CompletionStage<Boolean> withdrawn = renewal ? names.isWithdrawn(one.name())
				: CompletableFuture.completedFuture(false);
		return withdrawn
			.<Object>thenCompose(left -> left ? CompletableFuture.completedFuture(null)
					: names.register(one).thenApply(receipt -> receipt))
			.handle((receipt, failure) -> {
				took(one, failure);
				return receipt;
			});
	}

	/** Unavailability is no answer. */
	private void took(ServiceRegistration one, @Nullable Throwable failure) {
		if (failure == null) {
			progress.put(one.name(), new Progress.Moved(clock.instant().plus(one.lease().dividedBy(2))));
			return;
		}
		if (!(Reason.cause(failure) instanceof RejectedException)) {
			throw new CompletionException(failure);
		}
		Progress before = progress.put(one.name(),
				new Progress.Refused(clock.instant().plus(ONCE_MORE), Reason.of(failure)));
		if (!(before instanceof Progress.Refused)) {
			logger.log(Level.WARNING, "the ledger does not take {0} of the local zone: {1}", one.name(),
					Reason.of(failure));
		}
	}

}
