package org.web3ecosystem.trustchain.dns;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.discovery.ZoneListing;

/**
 * Has the zone listed for who asks: once for each serial, one listing at a time, however
 * many ask. Thread-safe; nobody waits.
 */
final class Listings {

	private final History history;

	private final LongSupplier serial;

	private final Optional<ZoneListing> listing;

	private final Executor executor;

	/** The serial for which the history has the newest. */
	private @Nullable Long listed;

	private @Nullable Running running;

	private @Nullable CompletableFuture<History.Told> next;

	/** A listing, and the serial when it began. */
	private record Running(long serial, CompletableFuture<History.Told> result) {
	}

	/**
	 * @param serial the zone's newest
	 * @param listing what the zone has, where somebody knows
	 */
	Listings(History history, LongSupplier serial, Optional<ZoneListing> listing, Executor executor) {
		this.history = history;
		this.serial = serial;
		this.listing = listing;
		this.executor = executor;
	}

	/** The zone of now or later. */
	synchronized CompletionStage<History.Told> newest() {
		long now = serial.getAsLong();
		Running current = running;
		if (current == null) {
			return kept(now).<CompletionStage<History.Told>>map(CompletableFuture::completedFuture)
				.orElseGet(() -> run(now));
		}
		if (current.serial == now) {
			return current.result;
		}
		// what is listed now may be too old: who comes meanwhile shares what follows it
		CompletableFuture<History.Told> waiting = next;
		if (waiting == null) {
			waiting = current.result.handle((told, failure) -> "over").thenCompose(over -> following());
			next = waiting;
		}
		return waiting;
	}

	private synchronized CompletionStage<History.Told> following() {
		next = null;
		return newest();
	}

	private Optional<History.Told> kept(long now) {
		return Long.valueOf(now).equals(listed) ? history.newest() : Optional.empty();
	}

	private CompletableFuture<History.Told> run(long now) {
		Running begun = new Running(now, new CompletableFuture<>());
		running = begun;
		list().thenApplyAsync(history::with, executor).whenComplete((told, failure) -> over(begun, told, failure));
		return begun.result;
	}

	private void over(Running begun, History.@Nullable Told told, @Nullable Throwable failure) {
		synchronized (this) {
			running = null;
			if (told != null) {
				listed = begun.serial;
			}
		}
		if (told != null) {
			begun.result.complete(told);
		}
		else {
			begun.result.completeExceptionally((failure != null) ? failure : new IllegalStateException("nothing"));
		}
	}

	private CompletionStage<ZoneListing.Contents> list() {
		try {
			return listing.orElseThrow(() -> new UnsupportedOperationException("nobody lists the zone here")).list();
		}
		catch (RuntimeException failed) {
			return CompletableFuture.failedFuture(failed);
		}
	}

}
