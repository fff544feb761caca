package org.web3ecosystem.hypermesh.asset;

import org.web3ecosystem.spi.asset.AssetKind;
import org.web3ecosystem.spi.consensus.Operation;

/** Commands of the asset module, for tests of other rooms. */
public final class AssetFixtures {

	private AssetFixtures() {
	}

	public static byte[] registration(String id) {
		return new AssetCommand.Register(id, AssetKind.STORAGE, "a disk").encode();
	}

	public static Operation operation(byte[] registration) {
		return AssetModule.operation(AssetCommand.decode(registration));
	}

}
