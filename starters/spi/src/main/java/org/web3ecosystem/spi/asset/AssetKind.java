package org.web3ecosystem.spi.asset;

/** What can be registered. */
public enum AssetKind {

	CPU, MEMORY, STORAGE, NETWORK, CONTAINER, SERVICE, PACKAGE

}
