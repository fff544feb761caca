package org.web3ecosystem.bootstrap.table;

import java.util.List;

import org.web3ecosystem.spi.transport.FalconDemand;

/** How much the transport asks of Falcon signatures, weakest first. */
public enum FalconMode implements Mode {

	OFF("off", FalconDemand.OFF),

	OPTIONAL("optional", FalconDemand.OPTIONAL),

	REQUIRED("required", FalconDemand.REQUIRED);

	private final String key;

	private final FalconDemand demand;

	FalconMode(String key, FalconDemand demand) {
		this.key = key;
		this.demand = demand;
	}

	@Override
	public String key() {
		return key;
	}

	/** As the transport is told. */
	public FalconDemand demand() {
		return demand;
	}

	/** None: it is a setting of the transport, not another offer. */
	@Override
	public List<String> offers() {
		return List.of();
	}

}
