package org.web3ecosystem.hypermesh.asset;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.asset.Asset;
import org.web3ecosystem.spi.asset.AssetKind;
import org.web3ecosystem.spi.asset.AssetState;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/** Assets as they stand on the ledger. */
public final class AssetCodec {

	private static final int MAX_BYTES = 8 * 1024;

	private AssetCodec() {
	}

	static byte[] encode(Asset asset) {
		return Cbor
			.struct(Map.entry("id", Cbor.of(asset.id())), Map.entry("kind", Cbor.of(asset.kind().name())),
					Map.entry("owner", Cbor.of(asset.owner().bytes())),
					Map.entry("holders",
							Cbor.of(asset.holders().stream().map(holder -> Cbor.of(holder.bytes())).toList())),
					Map.entry("description", Cbor.of(asset.description())),
					Map.entry("registeredAt", Cbor.of(asset.registeredAt().number())),
					Map.entry("revision", Cbor.of(asset.revision())), Map.entry("state", encode(asset.state())))
			.encode();
	}

	private static Cbor encode(AssetState state) {
		return switch (state) {
			case AssetState.Free(long term) -> Cbor.struct(Map.entry("term", Cbor.of(term)));
			case AssetState.Leased(NodeId lessee, long term, Instant until) ->
				Cbor.struct(Map.entry("term", Cbor.of(term)), Map.entry("lessee", Cbor.of(lessee.bytes())),
						Map.entry("until", Cbor.of(until.getEpochSecond())));
		};
	}

	/**
	 * What changes when anything of an asset does: of its entry's digest, in hexadecimal.
	 */
	public static String fingerprint(Asset asset) {
		return HexFormat.of().formatHex(Sha256.of(encode(asset)), 0, 16);
	}

	/** Reads an asset's entry on the ledger. */
	public static Asset decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES)
			.only("id", "kind", "owner", "holders", "description", "registeredAt", "revision", "state");
		return new Asset(map.text("id"), kind(map.text("kind")), node(map.get("owner")),
				map.array("holders").stream().map(AssetCodec::node).toList(), map.text("description"),
				new Height(map.integer("registeredAt")), map.integer("revision"), state(map.struct("state")));
	}

	private static AssetState state(Cbor.Struct map) {
		if (map.find("lessee").isEmpty()) {
			return new AssetState.Free(map.only("term").integer("term"));
		}
		map.only("term", "lessee", "until");
		return new AssetState.Leased(node(map.get("lessee")), map.integer("term"),
				Instant.ofEpochSecond(map.integer("until")));
	}

	static AssetKind kind(String name) {
		return Arrays.stream(AssetKind.values())
			.filter(kind -> kind.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new CborException("there is no kind of asset '" + name + "'"));
	}

	static NodeId node(Cbor item) {
		if (item instanceof Cbor.Bytes bytes && bytes.value().length * 2 == NodeId.LENGTH) {
			return new NodeId(HexFormat.of().formatHex(bytes.value()));
		}
		throw new CborException("not a node id");
	}

}
