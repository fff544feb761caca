package org.web3ecosystem.hypermesh.asset;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.PlainText;
import org.web3ecosystem.spi.asset.Asset;
import org.web3ecosystem.spi.asset.AssetKind;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * What can be done with an asset, as it is signed. Each names what its author saw, so
 * that no two that should both happen are the same.
 */
sealed interface AssetCommand {

	/** The longest lease, from when it is ordered. */
	Duration LONGEST = Duration.ofDays(7);

	/** No lease ends later. */
	Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

	int MAX_BYTES = 8 * 1024;

	String id();

	/** Who comes first has the id. */
	record Register(String id, AssetKind kind, String description) implements AssetCommand {

		public Register {
			PlainText.require("a description", description);
		}

	}

	/**
	 * The author becomes the lessee of an asset that nobody leases.
	 *
	 * @param after the term of the lease before
	 */
	record Lease(String id, long after, Instant until) implements AssetCommand {
	}

	/** The author's lease ends then. */
	record Renew(String id, long term, Instant until) implements AssetCommand {
	}

	/** The author's lease ends. */
	record Release(String id, long term) implements AssetCommand {
	}

	/**
	 * The author's asset becomes somebody else's.
	 *
	 * @param revision of the asset that the author saw
	 */
	record Transfer(String id, long revision, NodeId owner) implements AssetCommand {
	}

	/** The author's asset is at these nodes. */
	record Hold(String id, long revision, List<NodeId> holders) implements AssetCommand {

		public Hold {
			holders = List.copyOf(holders);
			if (holders.size() > Asset.MAX_HOLDERS || holders.stream().distinct().count() < holders.size()) {
				throw new IllegalArgumentException("at most " + Asset.MAX_HOLDERS + " holders, each named once");
			}
		}

	}

	/** The name of this kind of command, in it and in the operation that it proves. */
	default String verb() {
		return switch (this) {
			case Register register -> "register";
			case Lease lease -> "lease";
			case Renew renew -> "renew";
			case Release release -> "release";
			case Transfer transfer -> "transfer";
			case Hold hold -> "hold";
		};
	}

	default byte[] encode() {
		SequencedMap<String, Cbor> entries = new LinkedHashMap<>();
		entries.put("do", Cbor.of(verb()));
		entries.put("id", Cbor.of(id()));
		switch (this) {
			case Register(String id, AssetKind kind, String description) -> {
				entries.put("kind", Cbor.of(kind.name()));
				entries.put("description", Cbor.of(description));
			}
			case Lease(String id, long after, Instant until) -> {
				entries.put("after", Cbor.of(after));
				entries.put("until", Cbor.of(until.getEpochSecond()));
			}
			case Renew(String id, long term, Instant until) -> {
				entries.put("term", Cbor.of(term));
				entries.put("until", Cbor.of(until.getEpochSecond()));
			}
			case Release(String id, long term) -> entries.put("term", Cbor.of(term));
			case Transfer(String id, long revision, NodeId owner) -> {
				entries.put("revision", Cbor.of(revision));
				entries.put("owner", Cbor.of(owner.bytes()));
			}
			case Hold(String id, long revision, List<NodeId> holders) -> {
				entries.put("revision", Cbor.of(revision));
				entries.put("holders", Cbor.of(holders.stream().map(node -> Cbor.of(node.bytes())).toList()));
			}
		}
		return new Cbor.Struct(entries).encode();
	}

	/**
	 * Reads what was signed.
	 * @throws CborException if it is not well-formed
	 * @throws IllegalArgumentException saying which limit is broken
	 */
	static AssetCommand decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES);
		return switch (map.text("do")) {
			case "register" -> {
				map.only("do", "id", "kind", "description");
				yield new Register(map.text("id"), AssetCodec.kind(map.text("kind")), map.text("description"));
			}
			case "lease" -> {
				map.only("do", "id", "after", "until");
				yield new Lease(map.text("id"), map.integer("after"), until(map));
			}
			case "renew" -> {
				map.only("do", "id", "term", "until");
				yield new Renew(map.text("id"), map.integer("term"), until(map));
			}
			case "release" -> {
				map.only("do", "id", "term");
				yield new Release(map.text("id"), map.integer("term"));
			}
			case "transfer" -> {
				map.only("do", "id", "revision", "owner");
				yield new Transfer(map.text("id"), map.integer("revision"), AssetCodec.node(map.get("owner")));
			}
			case "hold" -> {
				map.only("do", "id", "revision", "holders");
				yield new Hold(map.text("id"), map.integer("revision"),
						map.array("holders").stream().map(AssetCodec::node).toList());
			}
			default -> throw new CborException("an asset command that is not known");
		};
	}

	private static Instant until(Cbor.Struct map) {
		long seconds = map.integer("until");
		if (seconds < 0 || seconds > LATEST.getEpochSecond()) {
			throw new IllegalArgumentException("a lease ends at a time that there is");
		}
		return Instant.ofEpochSecond(seconds);
	}

}
