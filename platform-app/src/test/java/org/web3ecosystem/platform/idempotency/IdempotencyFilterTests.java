package org.web3ecosystem.platform.idempotency;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.web3ecosystem.platform.access.Caller;
import org.web3ecosystem.platform.access.Role;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IdempotencyFilterTests {

	private static final Caller OPERATOR = new Caller(Role.OPERATOR, Optional.of("1"), Optional.of("aa"), "127.0.0.1");

	private static final Caller OTHER = new Caller(Role.OPERATOR, Optional.of("2"), Optional.of("bb"), "127.0.0.1");

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private final IdempotencyFilter filter = new IdempotencyFilter(new Answers(Duration.ofHours(1), 3, () -> now),
			IdempotencyFilterTests::problem);

	private final List<String> carriedOut = new ArrayList<>();

	@Test
	void theSameRequestIsCarriedOutOnceAndAnsweredAlike() {
		MockServerWebExchange first = send("k", "/a?x=1", "body", this::created);
		MockServerWebExchange second = send("k", "/a?x=1", "body", this::created);
		assertThat(carriedOut).containsExactly("body");
		for (MockServerWebExchange exchange : List.of(first, second)) {
			assertThat(exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.CREATED);
			assertThat(exchange.getResponse().getHeaders().getETag()).isEqualTo("\"1\"");
			assertThat(body(exchange)).isEqualTo("done body");
		}
		assertThat(first.getResponse().getHeaders().containsHeader("Idempotent-Replayed")).isFalse();
		assertThat(second.getResponse().getHeaders().getFirst("Idempotent-Replayed")).isEqualTo("true");
	}

	@ParameterizedTest
	@ValueSource(strings = { "another", "bod", "body and more", "" })
	void anotherBodyUnderTheSameKeyIsRefused(String other) {
		send("k", "/a", "body", this::created);
		assertThatThrownBy(() -> send("k", "/a", other, this::created)).hasMessageContaining("422")
			.hasMessageContaining("another request");
		assertThat(carriedOut).containsExactly("body");
	}

	@Test
	void anotherPathQueryOrMethodUnderTheSameKeyIsRefused() {
		send("k", "/a?x=1", "body", this::created);
		assertThatThrownBy(() -> send("k", "/a?x=2", "body", this::created)).hasMessageContaining("422");
		assertThatThrownBy(() -> send("k", "/b?x=1", "body", this::created)).hasMessageContaining("422");
		assertThatThrownBy(() -> send(OPERATOR, HttpMethod.PUT, "k", "/a?x=1", "body", this::created))
			.hasMessageContaining("422");
		assertThat(carriedOut).hasSize(1);
	}

	@Test
	void whileTheFirstIsUnderWayThereIsNoSecond() {
		Sinks.Empty<Void> ledger = Sinks.empty();
		MockServerWebExchange first = exchange(OPERATOR, HttpMethod.POST, "k", "/a", "body");
		filter.filter(first, known -> ledger.asMono().then(created(known))).subscribe();
		assertThatThrownBy(() -> send("k", "/a", "body", this::created)).hasMessageContaining("409");
		ledger.tryEmitEmpty();
		assertThat(body(send("k", "/a", "body", this::created))).isEqualTo("done body");
		assertThat(carriedOut).hasSize(1);
	}

	@Test
	void anotherCallerHasKeysOfItsOwn() {
		send("k", "/a", "body", this::created);
		send(OTHER, HttpMethod.POST, "k", "/a", "body", this::created);
		assertThat(carriedOut).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503 })
	void whatWasRefusedMayBeTriedAgain(int status) {
		send("k", "/a", "body", known -> read(known)
			.then(Mono.error(() -> new ResponseStatusException(HttpStatus.valueOf(status), "not now"))));
		assertThat(body(send("k", "/a", "body", this::created))).isEqualTo("done body");
		assertThat(carriedOut).hasSize(2);
	}

	@Test
	void anAnswerWithoutBodyIsRememberedToo() {
		for (int i = 0; i < 2; i++) {
			MockServerWebExchange empty = send("k", "/a", "", known -> {
				carriedOut.add("none");
				known.getResponse().setStatusCode(HttpStatus.NO_CONTENT);
				return known.getResponse().setComplete();
			});
			assertThat(empty.getResponse().getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);
		}
		assertThat(carriedOut).hasSize(1);
	}

	@Test
	void aBodyThatWasReadInPartTellsNothing() {
		MockServerWebExchange first = exchange(OPERATOR, HttpMethod.POST, "k", "/a",
				Flux.just("one", "two").map(IdempotencyFilterTests::buffer));
		filter
			.filter(first,
					known -> known.getRequest()
						.getBody()
						.next()
						.doOnNext(DataBufferUtils::release)
						.then(answer(known, "ok")))
			.block();
		assertThat(body(send("k", "/a", "onetwo", this::created))).isEqualTo("done onetwo");
	}

	@Test
	void theOldestIsForgottenWhenThereAreTooMany() {
		for (int i = 0; i < 4; i++) {
			send("k" + i, "/a", "body", this::created);
		}
		send("k3", "/a", "body", this::created);
		assertThat(carriedOut).as("the last is known").hasSize(4);
		send("k0", "/a", "body", this::created);
		assertThat(carriedOut).as("the first is not").hasSize(5);
	}

	@Test
	void allAreForgottenAfterTheirTime() {
		send("k", "/a", "body", this::created);
		now = now.plus(Duration.ofMinutes(59));
		send("k", "/a", "body", this::created);
		assertThat(carriedOut).hasSize(1);
		now = now.plus(Duration.ofMinutes(1));
		send("k", "/a", "body", this::created);
		assertThat(carriedOut).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "\"a\"", "8e03978e-40d5-43dd-bc93-6894a57f9324" })
	void keysComeWithQuotesAndWithout(String key) {
		send(key, "/a", "body", this::created);
		send(key.replace("\"", ""), "/a", "body", this::created);
		assertThat(carriedOut).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\"", "\"\"", "a\"b", "a\\b", "ä", "a\tb" })
	void whatIsNoKeyIsRefused(String key) {
		assertThatThrownBy(() -> send(key, "/a", "body", this::created)).isInstanceOf(IllegalArgumentException.class);
		assertThatThrownBy(() -> send("x".repeat(129), "/a", "body", this::created))
			.isInstanceOf(IllegalArgumentException.class);
	}

	@Test
	void readsAndWritesWithoutKeyPass() {
		for (int i = 0; i < 2; i++) {
			send(OPERATOR, HttpMethod.GET, "k", "/a", "", this::created);
			MockServerWebExchange plain = MockServerWebExchange.from(MockServerHttpRequest.post("/a").body("body"));
			plain.getAttributes().put(Caller.ATTRIBUTE, OPERATOR);
			filter.filter(plain, this::created).block();
		}
		assertThat(carriedOut).hasSize(4);
	}

	private MockServerWebExchange send(String key, String path, String body,
			Function<ServerWebExchange, Mono<Void>> handler) {
		return send(OPERATOR, HttpMethod.POST, key, path, body, handler);
	}

	private MockServerWebExchange send(Caller caller, HttpMethod method, String key, String path, String body,
			Function<ServerWebExchange, Mono<Void>> handler) {
		MockServerWebExchange exchange = exchange(caller, method, key, path, body);
		filter.filter(exchange, handler::apply).block();
		return exchange;
	}

	private static MockServerWebExchange exchange(Caller caller, HttpMethod method, String key, String path,
			String body) {
		return exchange(caller, method, key, path, body.isEmpty() ? Flux.empty() : Flux.just(buffer(body)));
	}

	private static MockServerWebExchange exchange(Caller caller, HttpMethod method, String key, String path,
			Flux<DataBuffer> body) {
		MockServerWebExchange exchange = MockServerWebExchange
			.from(MockServerHttpRequest.method(method, path).header("Idempotency-Key", key).body(body));
		exchange.getAttributes().put(Caller.ATTRIBUTE, caller);
		return exchange;
	}

	private static DataBuffer buffer(String text) {
		return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	/** Reads the body, does something, says 201. */
	private Mono<Void> created(ServerWebExchange exchange) {
		return read(exchange).flatMap(body -> {
			exchange.getResponse().setStatusCode(HttpStatus.CREATED);
			exchange.getResponse().getHeaders().setETag("\"1\"");
			return answer(exchange, "done " + body);
		});
	}

	private Mono<String> read(ServerWebExchange exchange) {
		return DataBufferUtils.join(exchange.getRequest().getBody())
			.map(buffer -> buffer.toString(StandardCharsets.UTF_8))
			.defaultIfEmpty("")
			.doOnNext(carriedOut::add);
	}

	private static Mono<Void> answer(ServerWebExchange exchange, String text) {
		return exchange.getResponse().writeWith(Mono.fromSupplier(() -> buffer(text)));
	}

	private static Mono<Void> problem(ServerWebExchange exchange, Throwable failure) {
		ResponseStatusException known = (ResponseStatusException) failure;
		exchange.getResponse().setStatusCode(known.getStatusCode());
		return answer(exchange, String.valueOf(known.getReason()));
	}

	private static String body(MockServerWebExchange exchange) {
		return exchange.getResponse().getBodyAsString().defaultIfEmpty("").block();
	}

}
