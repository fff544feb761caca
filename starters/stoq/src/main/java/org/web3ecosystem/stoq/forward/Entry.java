package org.web3ecosystem.stoq.forward;

import java.net.InetSocketAddress;

/** An open port that leads elsewhere. */
interface Entry extends AutoCloseable {

	InetSocketAddress address();

	/** Ends what goes through it, too. */
	@Override
	void close();

}
