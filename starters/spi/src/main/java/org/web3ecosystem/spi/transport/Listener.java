package org.web3ecosystem.spi.transport;

import java.net.InetSocketAddress;

/** An open door. Closing it also closes the connections that came through it. */
public interface Listener extends AutoCloseable {

	InetSocketAddress address();

	@Override
	void close();

}
