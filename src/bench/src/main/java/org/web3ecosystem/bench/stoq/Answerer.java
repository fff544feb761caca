package org.web3ecosystem.bench.stoq;

/** The listening side of one peer. */
interface Answerer extends AutoCloseable {

	/** What the dialling side has to know: a port, and whatever else. */
	String address();

	@Override
	void close();

}
