package org.web3ecosystem.spi.asset;

/** What can be registered. */
public enum AssetKind {

	CPU, MEMORY, STORAGE, NETWORK, CONTAINER, SERVICE, PACKAGE;

	/** Whether one user at a time has it. Services and packages are for everybody. */
	public boolean isLeasable() {
		return this != SERVICE && this != PACKAGE;
	}

}
