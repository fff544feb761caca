package org.web3ecosystem.spi.transport;

import org.web3ecosystem.spi.NodeId;

/**
 * Takes streams of one protocol from admitted peers. Called off the event loop unless it
 * says that it {@linkplain #isNonBlocking never blocks}.
 */
public interface StreamHandler {

	/** {@code <component>.<noun>}, such as {@code hypermesh.blocks}. */
	String protocol();

	/** Owns the stream from here on and must close it. */
	void accept(NodeId caller, Stream stream);

	/**
	 * Whether neither this handler nor what depends on the stages of its streams ever
	 * blocks, or takes longer than some microseconds. All of it may then run on the
	 * transport's event loop.
	 */
	default boolean isNonBlocking() {
		return false;
	}

}
