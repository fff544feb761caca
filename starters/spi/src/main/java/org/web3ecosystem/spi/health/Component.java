package org.web3ecosystem.spi.health;

import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A component of the platform, started when the capabilities it depends on are there.
 * Constructors only assign; work begins at {@link #start} and ends at {@link #close}.
 */
public interface Component extends AutoCloseable {

	/**
	 * {@code stoq}, {@code trustchain}, {@code hypermesh}, {@code catalog},
	 * {@code caesar}.
	 */
	String name();

	/**
	 * Starts; completes when {@link #capabilities()} are provided, fails with what went
	 * wrong. Called again after a failure, never while a start is under way.
	 */
	CompletionStage<Void> start();

	/** What it provides now, such as {@code stoq_transport}. */
	Set<String> capabilities();

	/** How it is; answers within milliseconds from what it knows. */
	ComponentHealth health();

	@Override
	void close();

}
