package org.web3ecosystem.trustchain.dns;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * How names of the zone are answered, as this process has it: served here, or asked of
 * validators.
 */
public interface Naming extends AutoCloseable {

	/**
	 * @throws IOException if it is served here, and does not answer
	 */
	void start() throws IOException;

	/** Whether somebody answered lately. */
	boolean answers();

	/** What is asked for, and from whom. */
	String how();

	/** What the last attempt failed with, if it did. */
	Optional<String> fault();

	/** What is not as it should be though names are answered. */
	Optional<String> trouble();

	/** Tries again what could not be done before; never fails. */
	void tryAgain();

	/** Figures of it. */
	Map<String, Object> details();

	@Override
	void close();

}
