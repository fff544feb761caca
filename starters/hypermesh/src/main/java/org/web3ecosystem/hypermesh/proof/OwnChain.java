package org.web3ecosystem.hypermesh.proof;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The chain of one prover's own bundles, see {@link Link}. It looks at what the ledger
 * executed before each one: another process may prove with the same key, or this one may
 * have started again. For one thread.
 */
public final class OwnChain {

	private final Supplier<CompletionStage<Optional<byte[]>>> executed;

	private long last;

	private byte[] digest = Link.none();

	/**
	 * @param executed reads what the ledger remembers of this prover,
	 * {@link Link.Executed} as it is stored
	 */
	public OwnChain(Supplier<CompletionStage<Optional<byte[]>>> executed) {
		this.executed = executed;
	}

	/** That of a bundle without a time proof, which is not in the chain. */
	static final Place UNKNOWN = new Place(1, Link.none());

	/** A bundle's number, and the digest of the one before. */
	record Place(long number, byte[] previous) {
	}

	/** Where a prover's newest executed bundle stands. */
	CompletionStage<Optional<Link>> executed() {
		return executed.get().thenApply(entry -> entry.map(bytes -> Link.Executed.decode(bytes).link()));
	}

	/** The next place after what was made here, or after what others made since. */
	Place next(Optional<Link> newest) {
		if (newest.isPresent() && !isOlder(newest.get())) {
			return new Place(newest.get().number() + Link.GAP, newest.get().digest());
		}
		return last == 0 ? new Place(Link.GAP, Link.none()) : new Place(last + 1, digest);
	}

	private boolean isOlder(Link newest) {
		return newest.number() < last || newest.number() == last && Arrays.equals(newest.digest(), digest);
	}

	void made(Place place, byte[] made) {
		last = place.number();
		digest = made.clone();
	}

}
