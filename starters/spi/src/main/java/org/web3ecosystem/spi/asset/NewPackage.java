package org.web3ecosystem.spi.asset;

import java.util.Map;

import org.web3ecosystem.spi.cbor.Cbor;

/**
 * What the ledger module of packages asks of the assets' by
 * {@link org.web3ecosystem.spi.consensus.LedgerModule.State#call a call}: an asset of
 * kind {@link AssetKind#PACKAGE} for the package that the command's author publishes
 * first. No author can ask for it, and such an asset is not given away: whose the package
 * is, his the asset is.
 *
 * @param name the package's, and the asset's id
 * @param description at most {@link Asset#MAX_DESCRIPTION} characters
 */
public record NewPackage(String name, String description) {

	/** The name of the assets' module in the genesis document. */
	public static final String MODULE = "assets";

	private static final int MAX_REQUEST = 2 * 1024;

	/** Takes of a longer description what fits, and no half of a surrogate pair. */
	public static NewPackage of(String name, String description) {
		int end = Math.min(description.length(), Asset.MAX_DESCRIPTION);
		boolean cuts = end < description.length() && Character.isHighSurrogate(description.charAt(end - 1));
		return new NewPackage(name, description.substring(0, cuts ? end - 1 : end));
	}

	/** The body of the call. */
	public byte[] encode() {
		return Cbor
			.struct(Map.entry("do", Cbor.of("package")), Map.entry("name", Cbor.of(name)),
					Map.entry("description", Cbor.of(description)))
			.encode();
	}

	/**
	 * Reads a body.
	 * @throws org.web3ecosystem.spi.cbor.CborException if it is not well-formed
	 * @throws IllegalArgumentException if it asks for something else
	 */
	public static NewPackage decode(byte[] body) {
		Cbor.Struct struct = Cbor.decodeStruct(body, MAX_REQUEST).only("do", "name", "description");
		if (!"package".equals(struct.text("do"))) {
			throw new IllegalArgumentException("assets are asked for something they do not know");
		}
		return new NewPackage(struct.text("name"), struct.text("description"));
	}

}
