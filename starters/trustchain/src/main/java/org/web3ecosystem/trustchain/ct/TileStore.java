package org.web3ecosystem.trustchain.ct;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Where a log's public files are, by their paths of c2sp.org/static-ct-api. One writes,
 * any number read.
 */
public interface TileStore {

	/** The file, or empty if there is none. */
	Optional<byte[]> read(String path) throws IOException;

	/** Writes or replaces a file; it is the old one or the new one, whatever happens. */
	void write(String path, byte[] content) throws IOException;

	/** Removes a file that is there no longer needed, if it is there. */
	void remove(String path) throws IOException;

	/** The names of what is directly below this path; empty if there is nothing. */
	List<String> list(String path) throws IOException;

}
