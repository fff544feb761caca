package org.web3ecosystem.stoq.forward;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.transport.Peer;

/** Where a way leads: through whom, and how it is asked for there. */
interface Destination {

	/**
	 * As of now.
	 * @throws UnavailableException if that is not known
	 */
	Peer peer();

	/** Of the stream. */
	String protocol();

	/** The first message on it. */
	byte[] ask();

}
