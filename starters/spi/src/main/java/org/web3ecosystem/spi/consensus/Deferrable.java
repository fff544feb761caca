package org.web3ecosystem.spi.consensus;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What writes at once, or through the queue for a request that prefers not to wait.
 *
 * @param <T> what writes, a façade over the ledger
 * @param direct writes at once
 * @param queue of this process, if it has one
 * @param over makes the same façade over the queue
 */
public record Deferrable<T>(T direct, Supplier<Optional<WriteQueue>> queue, Function<WriteQueue.Way, T> over) {

	/** One that always writes at once. */
	public static <T> Deferrable<T> never(T direct) {
		return new Deferrable<>(direct, Optional::empty, way -> direct);
	}

	/**
	 * @param prefer the values of a request's {@code Prefer}
	 * @param what is asked for, in words for the operator
	 */
	public T of(List<String> prefer, String what) {
		return of(prefer, what, "");
	}

	/**
	 * The same.
	 * @param concerning what {@code what} does not say, see {@link WriteQueue.Wish}
	 */
	public T of(List<String> prefer, String what, String concerning) {
		return queued(prefer, what, concerning).orElse(direct);
	}

	/** Empty where the request waits, and where there is no queue. */
	public Optional<T> queued(List<String> prefer, String what) {
		return queued(prefer, what, "");
	}

	private Optional<T> queued(List<String> prefer, String what, String concerning) {
		return Preference.of(prefer)
			.flatMap(preference -> queue.get()
				.map(there -> over.apply(there.way(new WriteQueue.Wish(what, concerning, preference.patience())))));
	}

}
