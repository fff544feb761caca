package org.web3ecosystem.hypermesh.asset;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.asset.Asset;
import org.web3ecosystem.spi.asset.AssetKind;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/** Assets and commands as they stand on the ledger. */
public final class AssetCodec {

	private static final int MAX_BYTES = 8 * 1024;

	private static final int VERSION = 1;

	private AssetCodec() {
	}

	/** What someone wants to register. */
	record Registration(String id, AssetKind kind, String description) {

		byte[] encode() {
			return Cbor
				.struct(Map.entry("v", Cbor.of(VERSION)), Map.entry("id", Cbor.of(id)),
						Map.entry("kind", Cbor.of(kind.name())), Map.entry("description", Cbor.of(description)))
				.encode();
		}

		static Registration decode(byte[] encoded) {
			Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("v", "id", "kind", "description");
			if (map.integer("v") != VERSION) {
				throw new CborException("version " + map.integer("v") + " of an asset registration is not known");
			}
			return new Registration(map.text("id"), AssetCodec.kind(map.text("kind")), map.text("description"));
		}

		/**
		 * @throws IllegalArgumentException saying which limit is broken
		 */
		Asset asset(NodeId owner, Height height) {
			return new Asset(id, kind, owner, List.of(owner), description, height);
		}

	}

	static byte[] encode(Asset asset) {
		return Cbor
			.struct(Map.entry("id", Cbor.of(asset.id())), Map.entry("kind", Cbor.of(asset.kind().name())),
					Map.entry("owner", Cbor.of(asset.owner().bytes())),
					Map.entry("holders",
							Cbor.of(asset.holders().stream().map(holder -> Cbor.of(holder.bytes())).toList())),
					Map.entry("description", Cbor.of(asset.description())),
					Map.entry("registeredAt", Cbor.of(asset.registeredAt().number())))
			.encode();
	}

	/** Reads an asset's entry on the ledger. */
	public static Asset decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES)
			.only("id", "kind", "owner", "holders", "description", "registeredAt");
		return new Asset(map.text("id"), kind(map.text("kind")), node(map.get("owner")),
				map.array("holders").stream().map(AssetCodec::node).toList(), map.text("description"),
				new Height(map.integer("registeredAt")));
	}

	private static AssetKind kind(String name) {
		return Arrays.stream(AssetKind.values())
			.filter(kind -> kind.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new CborException("there is no kind of asset '" + name + "'"));
	}

	private static NodeId node(Cbor item) {
		if (item instanceof Cbor.Bytes bytes && bytes.value().length * 2 == NodeId.LENGTH) {
			return new NodeId(HexFormat.of().formatHex(bytes.value()));
		}
		throw new CborException("not a node id");
	}

}
