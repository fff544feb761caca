package org.web3ecosystem.hypermesh.feed;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.web3ecosystem.hypermesh.proof.Waived;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.CommittedBlock;
import org.web3ecosystem.spi.consensus.CommittedBlock.Executed;
import org.web3ecosystem.spi.consensus.ProofKind;

/**
 * A block as bytes, the same on every honest node. What does not fit is left out from the
 * end, and counted.
 */
final class BlockCodec {

	/** The longest block, in bytes: an item of a feed has room for it. */
	static final int MAX_BYTES = 1_000_000;

	/** What is around the transactions, at most. */
	private static final int HEADER = 512;

	/** Ids, time and lengths of one transaction, at most. */
	private static final int FIXED = 96;

	/** Its waived proofs, at most. */
	private static final int WAIVED = 32;

	private static final int NANOS = 1_000_000_000;

	private BlockCodec() {
	}

	static byte[] encode(CommittedBlock block) {
		List<Cbor> fitting = new ArrayList<>();
		int left = MAX_BYTES - HEADER;
		for (Executed each : block.executed()) {
			left -= FIXED + length(each.module()) + length(each.verdict().reason())
					+ (each.waived().isEmpty() ? 0 : WAIVED);
			if (left < 0) {
				break;
			}
			fitting.add(toCbor(each));
		}
		return Cbor
			.struct(Map.entry("epoch", Cbor.of(block.epoch().number())),
					Map.entry("height", Cbor.of(block.height().number())),
					Map.entry("time", Cbor.of(nanos(block.consensusTime()))), Map.entry("root", Cbor.of(block.root())),
					Map.entry("executed", Cbor.of(fitting)),
					Map.entry("omitted", Cbor.of(block.omitted() + block.executed().size() - fitting.size())))
			.encode();
	}

	/**
	 * @throws CborException if it is not what {@link #encode} gives
	 */
	static CommittedBlock decode(byte[] encoded) {
		try {
			Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES)
				.only("epoch", "height", "time", "root", "executed", "omitted");
			return new CommittedBlock(new Epoch(map.integer("epoch")), new Height(map.integer("height")),
					time(map.integer("time")), map.bytes("root"),
					map.array("executed").stream().map(BlockCodec::executed).toList(),
					Math.toIntExact(map.integer("omitted")));
		}
		catch (IllegalArgumentException | ArithmeticException wrong) {
			throw new CborException(String.valueOf(wrong.getMessage()));
		}
	}

	private static Cbor toCbor(Executed each) {
		List<Cbor> parts = new ArrayList<>(List.of(Cbor.of(HexFormat.of().parseHex(each.id())),
				Cbor.of(each.author().bytes()), Cbor.of(each.module()), Cbor.of(nanos(each.consensusTime())),
				Cbor.of(each.verdict().isAccepted()), Cbor.of(each.verdict().reason())));
		if (!each.waived().isEmpty()) {
			parts.add(Waived.toCbor(each.waived()));
		}
		return Cbor.of(parts);
	}

	private static Executed executed(Cbor item) {
		if (item instanceof Cbor.Array(List<Cbor> parts) && (parts.size() == 6 || parts.size() == 7)
				&& parts.get(0) instanceof Cbor.Bytes id && parts.get(1) instanceof Cbor.Bytes author
				&& parts.get(2) instanceof Cbor.Text(String module) && parts.get(3) instanceof Cbor.Int(long nanos)
				&& parts.get(4) instanceof Cbor.Bool(boolean accepted)
				&& parts.get(5) instanceof Cbor.Text(String reason) && !(accepted && !reason.isEmpty())) {
			return new Executed(HexFormat.of().formatHex(id.value()),
					new NodeId(HexFormat.of().formatHex(author.value())), module, time(nanos),
					accepted ? Verdict.accepted() : Verdict.rejected(reason), waived(parts));
		}
		throw new CborException("not an executed transaction");
	}

	private static Set<ProofKind> waived(List<Cbor> parts) {
		if (parts.size() == 6) {
			return Set.of();
		}
		if (parts.getLast() instanceof Cbor.Array(List<Cbor> words) && !words.isEmpty()) {
			return Waived.fromCbor(words);
		}
		throw new CborException("not proofs that were done without");
	}

	private static long nanos(Instant time) {
		return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS), time.getNano());
	}

	private static Instant time(long nanos) {
		return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
	}

	private static int length(String text) {
		return text.getBytes(StandardCharsets.UTF_8).length;
	}

}
