package org.web3ecosystem.caesar.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.caesar.ledger.Instruction;
import org.web3ecosystem.caesar.ledger.Instructions;
import org.web3ecosystem.caesar.ledger.Payee;
import org.web3ecosystem.caesar.ledger.TransferId;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bodies of writes: a transfer, as {@code {"kind", …}}; several, as {@code {"linked":
 * […]}}; or stake, as {@code {"bond": …}} or {@code {"unbond": …}}. A field that nobody
 * asked for is refused, since it was meant to say something.
 */
final class TransferRequest {

	private static final JsonMapper mapper = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private final AccountId own;

	private final Supplier<TransferId> ids;

	private TransferRequest(AccountId own, Supplier<TransferId> ids) {
		this.own = own;
		this.ids = ids;
	}

	/**
	 * @param own the account that is debited if the body does not say so
	 * @param ids where ids come from that the body does not give
	 */
	static Instructions parse(byte[] body, AccountId own, Supplier<TransferId> ids) {
		JsonNode json = read(body);
		TransferRequest request = new TransferRequest(own, ids);
		return formed(() -> json.has("linked") ? request.linked(only(json, Set.of("linked")).get("linked"))
				: Instructions.of(request.instruction(json)));
	}

	/** {@link #parse} for stake. */
	static Instructions parseStake(byte[] body, AccountId own, Supplier<TransferId> ids) {
		JsonNode json = read(body);
		TransferRequest request = new TransferRequest(own, ids);
		return formed(() -> {
			boolean bond = json.has("bond");
			only(json, Set.of("id", bond ? "bond" : "unbond"));
			return Instructions.of(bond ? new Instruction.Bond(request.id(json), number(json, "bond"))
					: new Instruction.Unbond(request.id(json), number(json, "unbond")));
		});
	}

	private static Instructions formed(Supplier<Instructions> instructions) {
		try {
			return instructions.get();
		}
		catch (IllegalArgumentException malformed) {
			throw Asked.bad(String.valueOf(malformed.getMessage()), malformed);
		}
	}

	private Instructions linked(JsonNode operations) {
		if (!operations.isArray() || operations.size() < 2 || operations.size() > Instructions.MAX_LINKED) {
			throw Asked.bad("field 'linked' is an array of 2 to " + Instructions.MAX_LINKED + " transfers");
		}
		List<Instruction> all = new ArrayList<>();
		operations.forEach(operation -> all.add(instruction(object(operation))));
		return new Instructions(all);
	}

	private Instruction instruction(JsonNode json) {
		String kind = json.has("kind") ? text(json, "kind") : "transfer";
		return switch (kind) {
			case "transfer" -> {
				only(json, Set.of("kind", "id", "debit", "credit", "amount", "code"));
				yield new Instruction.Pay(id(json), debit(json), Payee.of(text(json, "credit")), number(json, "amount"),
						code(json));
			}
			case "pending" -> {
				only(json, Set.of("kind", "id", "debit", "credit", "amount", "code", "timeout"));
				yield new Instruction.Reserve(id(json), debit(json), Payee.of(text(json, "credit")),
						number(json, "amount"), code(json),
						Duration.ofSeconds(json.has("timeout") ? number(json, "timeout") : 0));
			}
			case "post" -> {
				only(json, Set.of("kind", "id", "pending", "amount"));
				yield new Instruction.Post(id(json), pending(json), number(json, "amount"));
			}
			case "void" -> {
				only(json, Set.of("kind", "id", "pending"));
				yield new Instruction.Void(id(json), pending(json));
			}
			default -> throw Asked.bad("field 'kind' is one of transfer, pending, post, void");
		};
	}

	private TransferId id(JsonNode json) {
		if (!json.has("id")) {
			return ids.get();
		}
		TransferId id = Asked.transfer(text(json, "id"));
		if (ids instanceof OneId key) {
			key.confirm(id);
		}
		return id;
	}

	private AccountId debit(JsonNode json) {
		return json.has("debit") ? Asked.account(text(json, "debit")) : own;
	}

	private static TransferId pending(JsonNode json) {
		return Asked.transfer(text(json, "pending"));
	}

	private static int code(JsonNode json) {
		return json.has("code") ? Math.clamp(number(json, "code"), -1, Integer.MAX_VALUE) : 0;
	}

	private static JsonNode read(byte[] body) {
		try {
			return object(mapper.readTree(body));
		}
		catch (JacksonException malformed) {
			throw Asked.bad("the body is not JSON: " + malformed.getOriginalMessage(), malformed);
		}
	}

	private static JsonNode object(JsonNode json) {
		if (!json.isObject()) {
			throw Asked.bad("not a JSON object");
		}
		return json;
	}

	private static JsonNode only(JsonNode json, Set<String> fields) {
		json.propertyNames().stream().filter(name -> !fields.contains(name)).findFirst().ifPresent(name -> {
			throw Asked.bad("unknown field '" + name + "'; here fields are " + fields.stream().sorted().toList());
		});
		return json;
	}

	private static String text(JsonNode json, String field) {
		JsonNode value = required(json, field);
		if (!value.isString()) {
			throw Asked.bad("field '" + field + "' is not a string");
		}
		return value.stringValue();
	}

	private static long number(JsonNode json, String field) {
		JsonNode value = required(json, field);
		if (!value.isIntegralNumber() || !value.canConvertToLong()) {
			throw Asked.bad("field '" + field + "' is not a whole number below 2^63");
		}
		return value.longValue();
	}

	private static JsonNode required(JsonNode json, String field) {
		JsonNode value = json.get(field);
		if (value == null) {
			throw Asked.bad("field '" + field + "' is missing");
		}
		return value;
	}

}
