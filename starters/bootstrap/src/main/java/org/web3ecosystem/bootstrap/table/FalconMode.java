package org.web3ecosystem.bootstrap.table;

import java.util.List;

/** Whether the transport shows a Falcon-512 signature as well, weakest first. */
public enum FalconMode implements Mode {

	OFF("off"),

	OPTIONAL("optional"),

	REQUIRED("required");

	private final String key;

	FalconMode(String key) {
		this.key = key;
	}

	@Override
	public String key() {
		return key;
	}

	/** None: it is a setting of the transport, not another offer. */
	@Override
	public List<String> offers() {
		return List.of();
	}

}
