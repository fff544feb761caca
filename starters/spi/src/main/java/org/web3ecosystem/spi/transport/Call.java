package org.web3ecosystem.spi.transport;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.NodeId;

/** One request under way, as its handler sees it. Thread-safe. */
public interface Call {

	/** Who asks. */
	NodeId caller();

	/**
	 * How long the caller still waits, as it said and at most as long as this side lets a
	 * handler take; zero when that is over. Whoever asks others on the caller's behalf
	 * gives them no more than this.
	 */
	Duration remaining();

	/**
	 * Completes when nobody waits for an answer any more: the time is over, the caller
	 * gave up, or the connection ended. Never completes after the answer. The thread on
	 * which the handler was called is interrupted then, too.
	 */
	CompletionStage<Void> abandoned();

	/**
	 * The caller's place in a trace, as it sent it: W3C {@code traceparent}, not checked.
	 */
	Optional<String> trace();

}
