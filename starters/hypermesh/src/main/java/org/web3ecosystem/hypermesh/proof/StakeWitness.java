package org.web3ecosystem.hypermesh.proof;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.spi.UnavailableException;

/** Keeps the newest attested entry with one's own stake, for whoever must show it. */
public final class StakeWitness {

	private final Supplier<CompletionStage<ProvenEntry>> reader;

	private volatile Optional<ProvenEntry> newest = Optional.empty();

	/** One that is told and never looks. */
	public StakeWitness() {
		this(() -> CompletableFuture.failedFuture(new UnavailableException("nobody reads the stake")));
	}

	/**
	 * @param reader reads the entry as it is now, verified
	 */
	public StakeWitness(Supplier<CompletionStage<ProvenEntry>> reader) {
		this.reader = reader;
	}

	/**
	 * @param entry verified or made by this node
	 */
	public void saw(ProvenEntry entry) {
		newest = Optional.of(entry);
	}

	Optional<ProvenEntry> newest() {
		return newest;
	}

	/** Reads it now. */
	CompletionStage<Void> look() {
		return reader.get().thenAccept(this::saw);
	}

}
