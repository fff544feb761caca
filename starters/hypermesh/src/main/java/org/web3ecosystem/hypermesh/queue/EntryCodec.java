package org.web3ecosystem.hypermesh.queue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.hypermesh.ledger.SignedCommand;
import org.web3ecosystem.hypermesh.queue.QueueState.Ended;
import org.web3ecosystem.hypermesh.queue.QueueState.Signed;
import org.web3ecosystem.hypermesh.queue.QueueState.Waiting;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.consensus.Operation;

/** Entries as they are on disk. */
final class EntryCodec {

	/** A command and a transaction of 64 KiB each, and what goes with them. */
	static final int MAX_BYTES = 160 * 1024;

	private EntryCodec() {
	}

	static byte[] encode(QueueEntry entry) {
		return Cbor
			.struct(Map.entry("id", Cbor.of(entry.id())), Map.entry("module", Cbor.of(entry.module())),
					Map.entry("what", Cbor.of(entry.what())), Map.entry("concerning", Cbor.of(entry.concerning())),
					Map.entry("queued", time(entry.queued())), Map.entry("digest", Cbor.of(entry.digest())),
					Map.entry("state", state(entry.state())))
			.encode();
	}

	/**
	 * @throws CborException if the bytes are anything else
	 */
	static QueueEntry decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES)
			.only("id", "module", "what", "concerning", "queued", "digest", "state");
		if (!QueueEntry.isId(map.text("id"))) {
			throw new CborException("not an id: " + map.text("id"));
		}
		return new QueueEntry(map.text("id"), map.text("module"), map.text("what"),
				// one that was written before there was such a thing
				map.find("concerning").isPresent() ? map.text("concerning") : "", time(map, "queued"),
				map.text("digest"), state(map.struct("state")));
	}

	private static Cbor.Struct state(QueueState state) {
		return switch (state) {
			case Waiting waiting ->
				Cbor.struct(Map.entry("is", Cbor.of("waiting")), Map.entry("command", Cbor.of(waiting.command())),
						Map.entry("operation", operation(waiting.operation())),
						Map.entry("attempts", Cbor.of(waiting.attempts())));
			case Signed(Waiting origin, SignedCommand transaction) -> Cbor.struct(Map.entry("is", Cbor.of("signed")),
					Map.entry("origin", state(origin)), Map.entry("transaction", Cbor.of(transaction.encoded())),
					Map.entry("id", Cbor.of(transaction.id())),
					Map.entry("epoch", Cbor.of(transaction.epoch().number())),
					Map.entry("after", Cbor.of(transaction.after().number())));
			case Ended(Instant at, QueueEnd end) ->
				Cbor.struct(Map.entry("is", Cbor.of("ended")), Map.entry("at", time(at)), Map.entry("end", end(end)));
		};
	}

	private static QueueState state(Cbor.Struct map) {
		return switch (map.text("is")) {
			case "waiting" -> waiting(map);
			case "signed" -> {
				map.only("is", "origin", "transaction", "id", "epoch", "after");
				yield new Signed(waiting(map.struct("origin")), new SignedCommand(map.text("id"),
						new Epoch(map.integer("epoch")), new Height(map.integer("after")), map.bytes("transaction")));
			}
			case "ended" -> {
				map.only("is", "at", "end");
				yield new Ended(time(map, "at"), end(map.struct("end")));
			}
			default -> throw new CborException("state '" + map.text("is") + "' is not known");
		};
	}

	private static Waiting waiting(Cbor.Struct map) {
		map.only("is", "command", "operation", "attempts");
		return new Waiting(map.bytes("command"), operation(map.array("operation")),
				Math.toIntExact(map.integer("attempts")));
	}

	/** A list of one or of none. */
	private static Cbor operation(Optional<Operation> operation) {
		return Cbor.of(operation.map(EntryCodec::struct).stream().toList());
	}

	/** What a bundle must prove. */
	static Cbor.Struct struct(Operation operation) {
		return Cbor.struct(Map.entry("kind", Cbor.of(operation.kind())),
				Map.entry("digest", Cbor.of(operation.digest())), Map.entry("critical", Cbor.of(operation.critical())));
	}

	static Operation operation(Cbor.Struct map) {
		map.only("kind", "digest", "critical");
		return new Operation(map.text("kind"), map.bytes("digest"), map.bool("critical"));
	}

	private static Optional<Operation> operation(List<Cbor> list) {
		return switch (list) {
			case List<Cbor> none when none.isEmpty() -> Optional.empty();
			case List<Cbor> one when one.size() == 1 && one.getFirst() instanceof Cbor.Struct map ->
				Optional.of(operation(map));
			default -> throw new CborException("a command has one operation or none");
		};
	}

	private static Cbor.Struct end(QueueEnd end) {
		return switch (end) {
			case QueueEnd.Decided(Receipt receipt) -> Cbor.struct(Map.entry("is", Cbor.of("decided")),
					Map.entry("transaction", Cbor.of(receipt.transactionId())),
					Map.entry("height", Cbor.of(receipt.height().number())),
					Map.entry("time", time(receipt.consensusTime())),
					Map.entry("accepted", Cbor.of(receipt.verdict().isAccepted())),
					Map.entry("reason", Cbor.of(receipt.verdict().reason())));
			case QueueEnd.Refused(String reason) ->
				Cbor.struct(Map.entry("is", Cbor.of("refused")), Map.entry("reason", Cbor.of(reason)));
			case QueueEnd.Unknown(String id) ->
				Cbor.struct(Map.entry("is", Cbor.of("unknown")), Map.entry("transaction", Cbor.of(id)));
			case QueueEnd.Withdrawn() -> Cbor.struct(Map.entry("is", Cbor.of("withdrawn")));
		};
	}

	private static QueueEnd end(Cbor.Struct map) {
		return switch (map.text("is")) {
			case "decided" -> new QueueEnd.Decided(
					new Receipt(map.text("transaction"), new Height(map.integer("height")), time(map, "time"),
							map.bool("accepted") ? Verdict.accepted() : Verdict.rejected(map.text("reason"))));
			case "refused" -> new QueueEnd.Refused(map.text("reason"));
			case "unknown" -> new QueueEnd.Unknown(map.text("transaction"));
			case "withdrawn" -> new QueueEnd.Withdrawn();
			default -> throw new CborException("end '" + map.text("is") + "' is not known");
		};
	}

	private static Cbor time(Instant time) {
		return Cbor.of(List.of(Cbor.of(time.getEpochSecond()), Cbor.of(time.getNano())));
	}

	private static Instant time(Cbor.Struct map, String key) {
		if (map.array(key) instanceof List<Cbor> parts && parts.size() == 2
				&& parts.getFirst() instanceof Cbor.Int(long second) && parts.getLast() instanceof Cbor.Int(long nano)
				&& nano >= 0 && nano < 1_000_000_000) {
			return Instant.ofEpochSecond(second, nano);
		}
		throw new CborException("entry '" + key + "' is not a time");
	}

}
