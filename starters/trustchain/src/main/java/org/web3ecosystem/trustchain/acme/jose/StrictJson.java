package org.web3ecosystem.trustchain.acme.jose;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.web3ecosystem.trustchain.acme.problem.ErrorType;

/**
 * A JSON object that somebody sent: no member twice, nothing after it, not deep. What is
 * not as it should be is {@code malformed}.
 *
 * @param node the object
 */
public record StrictJson(JsonNode node) {

	private static final int MAX_DEPTH = 16;

	private static final JsonMapper MAPPER = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
			.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
			.build())
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	/** Reads an object. */
	public static StrictJson parse(byte[] text, String what) {
		try {
			JsonNode node = MAPPER.readTree(text);
			if (node.isObject()) {
				return new StrictJson(node);
			}
			throw ErrorType.MALFORMED.because(what + " is not a JSON object");
		}
		catch (JacksonException malformed) {
			throw ErrorType.MALFORMED.because(what + " is not JSON", malformed);
		}
	}

	/** Whether there is such a member, null too. */
	public boolean has(String member) {
		return node.has(member);
	}

	/** A string that must be there. */
	public String text(String member) {
		return find(member).orElseThrow(() -> ErrorType.MALFORMED.because("'" + member + "' is missing"));
	}

	/** A string, if the member is there. */
	public Optional<String> find(String member) {
		JsonNode value = node.path(member);
		if (value.isMissingNode()) {
			return Optional.empty();
		}
		if (!value.isString()) {
			throw ErrorType.MALFORMED.because("'" + member + "' is not a string");
		}
		return Optional.of(value.stringValue());
	}

	/** An object that must be there. */
	public StrictJson object(String member) {
		JsonNode value = node.path(member);
		if (!value.isObject()) {
			throw ErrorType.MALFORMED.because("'" + member + "' is not an object");
		}
		return new StrictJson(value);
	}

	/** A boolean; false if it is not there. */
	public boolean flag(String member) {
		JsonNode value = node.path(member);
		if (!value.isMissingNode() && !value.isBoolean()) {
			throw ErrorType.MALFORMED.because("'" + member + "' is not true or false");
		}
		return value.asBoolean(false);
	}

	/** Elements of an array that must be there, at most so many. */
	public List<JsonNode> array(String member, int most) {
		JsonNode value = node.path(member);
		if (!value.isArray() || value.size() > most) {
			throw ErrorType.MALFORMED.because("'" + member + "' is not an array of at most " + most);
		}
		return new ArrayList<>(value.values());
	}

	/** A string in base64url without padding (RFC 7515, section 2). */
	public byte[] base64(String member) {
		return base64Url(text(member), member);
	}

	static byte[] base64Url(String text, String what) {
		if (text.indexOf('=') >= 0) {
			throw ErrorType.MALFORMED.because("'" + what + "' has padding");
		}
		try {
			byte[] bytes = Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.US_ASCII));
			// what has two spellings has two signatures
			if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text)) {
				throw ErrorType.MALFORMED.because("'" + what + "' is not base64url as it is written");
			}
			return bytes;
		}
		catch (IllegalArgumentException malformed) {
			throw ErrorType.MALFORMED.because("'" + what + "' is not base64url", malformed);
		}
	}

	@Override
	public String toString() {
		return node.toString();
	}

}
