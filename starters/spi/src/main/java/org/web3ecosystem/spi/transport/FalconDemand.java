package org.web3ecosystem.spi.transport;

/**
 * How much the transport asks of the Falcon signature that stands beside the one of the
 * node key: a setting of the phase table, weakest first.
 */
public enum FalconDemand {

	/** It is neither shown nor looked at. */
	OFF,
	/** It is shown and verified; a missing or wrong one is reported, no more. */
	OPTIONAL,
	/** Who shows none, or a wrong one, is not a peer. */
	REQUIRED

}
