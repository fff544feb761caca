package org.web3ecosystem.spi.transport;

import org.web3ecosystem.spi.NodeId;

/** Takes streams of one protocol from admitted peers. Called off the event loop. */
public interface StreamHandler {

	/** {@code <component>.<noun>}, such as {@code hypermesh.blocks}. */
	String protocol();

	/** Owns the stream from here on and must close it. */
	void accept(NodeId caller, Stream stream);

}
