package org.web3ecosystem.catalog;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.catalog.ledger.CatalogueModule;
import org.web3ecosystem.catalog.placement.BlobStore;
import org.web3ecosystem.catalog.placement.Custodian;
import org.web3ecosystem.catalog.placement.Custodian.Observation;
import org.web3ecosystem.catalog.placement.Signpost;
import org.web3ecosystem.catalog.placement.StoreWatch;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.health.Component;
import org.web3ecosystem.spi.health.ComponentHealth;
import org.web3ecosystem.spi.health.ComponentHealth.Status;
import org.web3ecosystem.spi.health.Criterion.Finding;

/**
 * The component. In a federation whose genesis document has no catalogue there is nothing
 * to start, and it says so.
 */
public final class Catalog implements Component {

	private static final String ABSENT = "not part of this federation: its genesis document does not list the ledger module '"
			+ CatalogueModule.NAME + "'";

	private final boolean present;

	private final BlobStore store;

	private final StoreWatch watch;

	private final Custodian custodian;

	private final Signpost signpost;

	private final ScheduledExecutorService scheduler;

	private final Duration interval;

	private volatile @Nullable ScheduledFuture<?> looking;

	private volatile @Nullable ScheduledFuture<?> watching;

	/**
	 * @param scheduler for looks, on two threads that may wait; not closed here
	 * @param interval between two looks
	 */
	public Catalog(Genesis genesis, BlobStore store, Custodian custodian, Signpost signpost,
			ScheduledExecutorService scheduler, Duration interval) {
		this.present = genesis.modules().contains(CatalogueModule.NAME);
		this.store = store;
		this.watch = new StoreWatch(store, System::nanoTime);
		this.custodian = custodian;
		this.signpost = signpost;
		this.scheduler = scheduler;
		this.interval = interval;
	}

	@Override
	public String name() {
		return "catalog";
	}

	@Override
	public CompletionStage<Void> start() {
		try {
			if (present && looking == null) {
				store.open();
				store.probe();
				long every = StoreWatch.EVERY.toMillis();
				watching = scheduler.scheduleWithFixedDelay(watch::look, every, every, TimeUnit.MILLISECONDS);
				looking = scheduler.scheduleWithFixedDelay(this::look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
			}
			return CompletableFuture.completedFuture(null);
		}
		catch (RuntimeException failed) {
			return CompletableFuture.failedFuture(failed);
		}
	}

	private void look() {
		custodian.look();
		signpost.look();
	}

	@Override
	public Set<String> capabilities() {
		return Set.of();
	}

	@Override
	public ComponentHealth health() {
		if (!present) {
			return ComponentHealth.of(Status.NOT_BUILT, ABSENT);
		}
		if (looking == null) {
			return ComponentHealth.of(Status.STOPPED, "not started");
		}
		Observation seen = custodian.observation();
		Map<String, Object> details = Map.of("challenge", seen.challenge(), "blobsToKeep", seen.duties(), "blobsHeld",
				seen.held(), "bytes", store.used(), "corrupted", store.corrupted(), "missing", seen.missing());
		Optional<String> unusable = watch.trouble();
		if (unusable.isPresent()) {
			return new ComponentHealth(Status.DOWN, unusable.get(), details);
		}
		if (seen.trouble().isEmpty()) {
			return new ComponentHealth(Status.UP, "", details);
		}
		return new ComponentHealth(seen.challenge() == 0 ? Status.STARTING : Status.DEGRADED, seen.trouble(), details);
	}

	/**
	 * Whether the catalogue works here: the store gave back what it took, the ledger
	 * executes the module, and what falls to this node is held.
	 */
	public Finding works() {
		if (!present) {
			return Finding.waitingFor(ABSENT);
		}
		Optional<String> unusable = watch.trouble();
		if (looking != null && unusable.isPresent()) {
			return Finding.waitingFor(unusable.get());
		}
		Observation seen = custodian.observation();
		if (looking == null || !seen.trouble().isEmpty()) {
			return Finding.waitingFor(looking == null ? "the catalogue to start" : seen.trouble());
		}
		if (seen.held() < seen.duties() || !seen.missing().isEmpty()) {
			return Finding.waitingFor(seen.held() + " of " + seen.duties() + " blobs are held; missing "
					+ (seen.missing().isEmpty() ? "some that are new" : seen.missing()));
		}
		return Finding.met("challenge " + seen.challenge() + " read, " + seen.held()
				+ " blobs held and proven, the store gives back what it takes");
	}

	@Override
	public void close() {
		looking = stopped(looking);
		watching = stopped(watching);
	}

	private static @Nullable ScheduledFuture<?> stopped(@Nullable ScheduledFuture<?> running) {
		if (running != null) {
			running.cancel(false);
		}
		return null;
	}

}
