package org.web3ecosystem.caesar.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.caesar.ledger.Instruction.Bond;
import org.web3ecosystem.caesar.ledger.Instruction.Pay;
import org.web3ecosystem.caesar.ledger.Instruction.Post;
import org.web3ecosystem.caesar.ledger.Instruction.Reserve;
import org.web3ecosystem.caesar.ledger.Instruction.Unbond;
import org.web3ecosystem.caesar.ledger.Instruction.Void;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * The body of a command: one instruction, or up to {@value #MAX_LINKED} that are carried
 * out together or not at all.
 */
public record Instructions(List<Instruction> all) {

	/** The most instructions in one command. */
	public static final int MAX_LINKED = 64;

	private static final int MAX_BYTES = 16 * 1024;

	public Instructions {
		all = List.copyOf(all);
		if (all.isEmpty() || all.size() > MAX_LINKED) {
			throw new IllegalArgumentException("a command has 1 to " + MAX_LINKED + " operations");
		}
	}

	/** One alone. */
	public static Instructions of(Instruction one) {
		return new Instructions(List.of(one));
	}

	/** The body. */
	public byte[] encode() {
		return (all.size() == 1 ? item(all.getFirst()) : Cbor.struct(Map.entry("do", Cbor.of("linked")),
				Map.entry("operations", Cbor.of(all.stream().map(Instructions::item).toList()))))
			.encode();
	}

	/**
	 * Reads a body.
	 * @throws CborException if it is not well-formed
	 * @throws IllegalArgumentException if a limit is broken
	 */
	public static Instructions decode(byte[] body) {
		Cbor.Struct map = Cbor.decodeStruct(body, MAX_BYTES);
		if (!map.text("do").equals("linked")) {
			return of(instruction(map));
		}
		List<Cbor> operations = map.only("do", "operations").array("operations");
		if (operations.size() < 2 || operations.size() > MAX_LINKED) {
			throw new CborException("2 to " + MAX_LINKED + " operations are linked");
		}
		return new Instructions(operations.stream().map(Instructions::instruction).toList());
	}

	private static Cbor.Struct item(Instruction instruction) {
		return switch (instruction) {
			case Pay it -> Cbor.struct(Map.entry("do", Cbor.of("transfer")), id(it),
					Map.entry("debit", Cbor.of(it.debit().bytes())), Map.entry("credit", Cbor.of(it.credit().bytes())),
					Map.entry("amount", Cbor.of(it.amount())), Map.entry("code", Cbor.of(it.code())));
			case Reserve it -> Cbor.struct(Map.entry("do", Cbor.of("pending")), id(it),
					Map.entry("debit", Cbor.of(it.debit().bytes())), Map.entry("credit", Cbor.of(it.credit().bytes())),
					Map.entry("amount", Cbor.of(it.amount())), Map.entry("code", Cbor.of(it.code())),
					Map.entry("timeout", Cbor.of(it.timeout().toSeconds())));
			case Post it -> Cbor.struct(Map.entry("do", Cbor.of("post")), id(it),
					Map.entry("pending", Cbor.of(it.pending().bytes())), Map.entry("amount", Cbor.of(it.amount())));
			case Void it -> Cbor.struct(Map.entry("do", Cbor.of("void")), id(it),
					Map.entry("pending", Cbor.of(it.pending().bytes())));
			case Bond it ->
				Cbor.struct(Map.entry("do", Cbor.of("bond")), id(it), Map.entry("amount", Cbor.of(it.amount())));
			case Unbond it ->
				Cbor.struct(Map.entry("do", Cbor.of("unbond")), id(it), Map.entry("amount", Cbor.of(it.amount())));
		};
	}

	private static Map.Entry<String, Cbor> id(Instruction instruction) {
		return Map.entry("id", Cbor.of(instruction.id().bytes()));
	}

	private static Instruction instruction(Cbor item) {
		if (!(item instanceof Cbor.Struct map)) {
			throw new CborException("an operation is not a map");
		}
		return switch (map.text("do")) {
			case "transfer" -> {
				map.only("do", "id", "debit", "credit", "amount", "code");
				yield new Pay(id(map, "id"), debit(map), credit(map), map.integer("amount"), code(map));
			}
			case "pending" -> {
				map.only("do", "id", "debit", "credit", "amount", "code", "timeout");
				yield new Reserve(id(map, "id"), debit(map), credit(map), map.integer("amount"), code(map),
						Duration.ofSeconds(map.integer("timeout")));
			}
			case "post" -> {
				map.only("do", "id", "pending", "amount");
				yield new Post(id(map, "id"), id(map, "pending"), map.integer("amount"));
			}
			case "void" -> {
				map.only("do", "id", "pending");
				yield new Void(id(map, "id"), id(map, "pending"));
			}
			case "bond" -> new Bond(id(map.only("do", "id", "amount"), "id"), map.integer("amount"));
			case "unbond" -> new Unbond(id(map.only("do", "id", "amount"), "id"), map.integer("amount"));
			default -> throw new CborException("nobody may ask the economy for this");
		};
	}

	private static TransferId id(Cbor.Struct map, String key) {
		return TransferId.of(map.bytes(key));
	}

	private static AccountId debit(Cbor.Struct map) {
		return AccountId.of(map.bytes("debit"));
	}

	private static Payee credit(Cbor.Struct map) {
		return Payee.of(map.bytes("credit"));
	}

	private static int code(Cbor.Struct map) {
		return Math.clamp(map.integer("code"), -1, Transfer.MAX_CODE + 1);
	}

}
