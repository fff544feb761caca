package org.web3ecosystem.hypermesh.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.web3ecosystem.hypermesh.autoconfigure.Problems.BadRequestException;
import org.web3ecosystem.hypermesh.autoconfigure.Problems.UnsupportedBodyException;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request's JSON object: no field that nobody asked for, none twice, nothing after it.
 */
final class JsonBody {

	/** The largest body anyone reads, in bytes. */
	static final int MAX_BYTES = 64 * 1024;

	private static final JsonMapper mapper = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private final JsonNode json;

	private JsonBody(JsonNode json) {
		this.json = json;
	}

	/** The body of a request. */
	static Mono<JsonBody> of(ServerRequest request, List<String> fields) {
		if (request.headers().contentType().filter(MediaType.APPLICATION_JSON::isCompatibleWith).isEmpty()) {
			return Mono.error(new UnsupportedBodyException("This is sent as application/json."));
		}
		return bytes(request).map(body -> parse(body, fields));
	}

	/** The bytes of a body, counted before they are gathered. */
	static Mono<byte[]> bytes(ServerRequest request) {
		return DataBufferUtils.join(request.exchange().getRequest().getBody(), MAX_BYTES)
			.map(JsonBody::take)
			.defaultIfEmpty(new byte[0]);
	}

	static JsonBody parse(byte[] body, List<String> fields) {
		JsonNode json = read(body);
		json.propertyNames().stream().filter(name -> !fields.contains(name)).findFirst().ifPresent(unknown -> {
			throw new BadRequestException("unknown field '" + unknown + "'; fields are " + String.join(", ", fields));
		});
		return new JsonBody(json);
	}

	boolean has(String field) {
		return json.has(field);
	}

	String text(String field) {
		JsonNode value = require(field);
		if (!value.isString()) {
			throw new BadRequestException("field '" + field + "' is not a string");
		}
		if (!StandardCharsets.UTF_8.newEncoder().canEncode(value.stringValue())) {
			throw new BadRequestException("field '" + field + "' has half a surrogate pair");
		}
		return value.stringValue();
	}

	long number(String field, long least, long most) {
		JsonNode value = require(field);
		if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < least
				|| value.longValue() > most) {
			throw new BadRequestException("field '" + field + "' is a whole number from " + least + " to " + most);
		}
		return value.longValue();
	}

	/** A list of strings. */
	List<String> texts(String field) {
		JsonNode value = require(field);
		if (!value.isArray() || value.valueStream().anyMatch(each -> !each.isString())) {
			throw new BadRequestException("field '" + field + "' is not a list of strings");
		}
		return value.valueStream().map(JsonNode::stringValue).toList();
	}

	private JsonNode require(String field) {
		JsonNode value = json.get(field);
		if (value == null) {
			throw new BadRequestException("field '" + field + "' is missing");
		}
		return value;
	}

	private static JsonNode read(byte[] body) {
		try {
			JsonNode json = mapper.readTree(body);
			if (json.isObject()) {
				return json;
			}
			throw new BadRequestException("the body is not a JSON object");
		}
		catch (JacksonException malformed) {
			throw new BadRequestException("the body is not JSON: " + malformed.getOriginalMessage());
		}
	}

	private static byte[] take(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

}
