package org.web3ecosystem.platform.audit;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The answer to a write, looked at on its way: which transaction it names, or why the
 * write failed. Looks at the beginning of JSON only.
 */
final class WrittenAnswer extends ServerHttpResponseDecorator {

	private static final int MOST = 64 * 1024;

	private static final String TRANSACTION = "[0-9a-f]{64}";

	private final JsonMapper json;

	private final ByteBuffer seen = ByteBuffer.allocate(MOST);

	WrittenAnswer(ServerHttpResponse answer, JsonMapper json) {
		super(answer);
		this.json = json;
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		return super.writeWith(
				(body instanceof Mono) ? Mono.from(body).doOnNext(this::look) : Flux.from(body).doOnNext(this::look));
	}

	/** The transaction that carried the write to the ledger. */
	Optional<String> transaction() {
		JsonNode answer = answer();
		return Stream.of("transaction", "id")
			.map(field -> answer.path(field).asString(""))
			.filter(id -> id.matches(TRANSACTION))
			.findFirst();
	}

	/** What a problem document says. */
	Optional<String> detail() {
		return Optional.of(answer().path("detail").asString("")).filter(detail -> !detail.isEmpty());
	}

	private void look(DataBuffer buffer) {
		int length = Math.min(seen.remaining(), buffer.readableByteCount());
		buffer.toByteBuffer(buffer.readPosition(), seen, seen.position(), length);
		seen.position(seen.position() + length);
	}

	private JsonNode answer() {
		MediaType type = getHeaders().getContentType();
		if (type == null || !type.getSubtype().endsWith("json")) {
			return json.missingNode();
		}
		try {
			return json.readTree(Arrays.copyOf(seen.array(), seen.position()));
		}
		catch (JacksonException cutOff) {
			return json.missingNode();
		}
	}

}
