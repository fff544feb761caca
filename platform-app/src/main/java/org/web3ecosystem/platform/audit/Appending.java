package org.web3ecosystem.platform.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** Something that grows by pieces which are there whole or not at all. */
interface Appending extends Closeable {

	/**
	 * Appends a piece; it is on disk when this returns.
	 * @throws IOException if it is not; the next piece takes its place
	 */
	void append(byte[] piece) throws IOException;

	/** What was appended so far, in bytes. */
	long length();

	/** How one is opened. */
	@FunctionalInterface
	interface Opening {

		/** Opens the file and cuts it off after {@code length} bytes. */
		Appending open(Path file, long length) throws IOException;

	}

}
