package org.web3ecosystem.hypermesh.name;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceRegistration;

/**
 * What one node has registered for one name, or the mark that it had.
 *
 * <pre>
 *         register                     its time is over
 * (none) ──────────▶ HELD ─────────────────────────────────▶ (none), or LAPSED
 *                    │  ▲ register                                        │
 *           withdraw ▼  │ ◀────────────────────────────────────────────────┘ register
 *                 WITHDRAWN ── its time is over ─▶ (none), or stays
 * </pre>
 *
 * A mark stays where the genesis document gives the name to the node, so that what the
 * document says does not come back by itself.
 *
 * @param version grows with each command of that node for that name
 * @param ttl in seconds
 * @param until when this ends, in consensus time and whole seconds; {@link #STAYS} for a
 * mark that does not
 * @param records none of a mark
 */
record Contribution(NodeId node, long version, Standing standing, long ttl, Instant until,
		List<ResourceRecord> records) {

	/** The end of what has none. */
	static final Instant STAYS = Instant.EPOCH;

	/** What a contribution is. */
	enum Standing {

		/** Its records are answered. */
		HELD,
		/** The lease was not renewed. */
		LAPSED,
		/** Its node took it back. */
		WITHDRAWN

	}

	Contribution {
		records = List.copyOf(records);
		boolean mark = standing != Standing.HELD;
		if (mark != records.isEmpty() || records.size() > ServiceRegistration.MAX_RECORDS) {
			throw new CborException(
					"1 to " + ServiceRegistration.MAX_RECORDS + " records, or none of a mark, not " + records.size());
		}
		if (until.getNano() != 0 || until.isBefore(STAYS) || !mark && until.equals(STAYS)) {
			throw new CborException("a contribution ends in a whole second");
		}
	}

	/** Whether its records are to be answered at a moment. */
	boolean isHeldAt(Instant now) {
		return standing == Standing.HELD && now.isBefore(until);
	}

	boolean ends() {
		return !until.equals(STAYS);
	}

	/** The mark that stays of it. */
	Contribution lapsed() {
		return new Contribution(node, version, Standing.LAPSED, 0, STAYS, List.of());
	}

	Cbor toCbor() {
		return Cbor.struct(Map.entry("node", Cbor.of(node.bytes())), Map.entry("version", Cbor.of(version)),
				Map.entry("is", Cbor.of(standing.name().toLowerCase(Locale.ROOT))), Map.entry("ttl", Cbor.of(ttl)),
				Map.entry("until", Cbor.of(until.getEpochSecond())),
				Map.entry("records", Cbor.of(records.stream().map(RecordCodec::encode).toList())));
	}

	static Contribution fromCbor(Cbor item) {
		if (!(item instanceof Cbor.Struct map)) {
			throw new CborException("a contribution is not a map");
		}
		map.only("node", "version", "is", "ttl", "until", "records");
		return new Contribution(new NodeId(HexFormat.of().formatHex(map.bytes("node"))), map.integer("version"),
				standing(map.text("is")), map.integer("ttl"), Ends.second(map.integer("until")),
				map.array("records").stream().map(RecordCodec::decode).toList());
	}

	private static Standing standing(String text) {
		return switch (text) {
			case "held" -> Standing.HELD;
			case "lapsed" -> Standing.LAPSED;
			case "withdrawn" -> Standing.WITHDRAWN;
			default -> throw new CborException("a contribution that is neither held nor a mark");
		};
	}

	static List<Contribution> decode(byte[] entry) {
		return Cbor.decode(entry, NameModule.MAX_ENTRY) instanceof Cbor.Array(List<Cbor> items)
				? items.stream().map(Contribution::fromCbor).toList() : List.of();
	}

	static byte[] encode(List<Contribution> contributions) {
		return Cbor.of(contributions.stream().map(Contribution::toCbor).toList()).encode();
	}

}
