package org.web3ecosystem.hypermesh.autoconfigure;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.web3ecosystem.hypermesh.asset.AssetCodec;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.asset.Asset;
import org.web3ecosystem.spi.asset.AssetState;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;

/** An asset in JSON. */
final class AssetJson {

	private AssetJson() {
	}

	/**
	 * The asset as it is at {@code now}; a lease whose time is over is not shown.
	 */
	static Map<String, Object> of(Asset asset, Instant now) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("id", asset.id());
		json.put("kind", asset.kind().name());
		json.put("owner", asset.owner().hex());
		json.put("holders", asset.holders().stream().map(NodeId::hex).toList());
		json.put("description", asset.description());
		json.put("registeredAt", asset.registeredAt().number());
		json.put("revision", asset.revision());
		json.put("state", state(asset.state().at(now)));
		return json;
	}

	/** The asset and the transaction that made it so. */
	static Map<String, Object> of(Asset asset, Instant now, Receipt receipt) {
		Map<String, Object> json = of(asset, now);
		json.put("transaction", receipt.transactionId());
		json.put("height", receipt.height().number());
		json.put("consensusTime", receipt.consensusTime().toString());
		return json;
	}

	/** A strong validator: another asset, another tag. */
	static String etag(Asset asset) {
		return '"' + AssetCodec.fingerprint(asset) + '"';
	}

	private static Map<String, Object> state(AssetState state) {
		Map<String, Object> json = new LinkedHashMap<>();
		switch (state) {
			case AssetState.Free free -> json.put("is", "FREE");
			case AssetState.Leased(NodeId lessee, long term, Instant until) -> {
				json.put("is", "LEASED");
				json.put("lessee", lessee.hex());
				json.put("until", until.toString());
			}
		}
		json.put("term", state.term());
		return json;
	}

}
