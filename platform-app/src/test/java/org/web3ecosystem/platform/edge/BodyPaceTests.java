package org.web3ecosystem.platform.edge;

import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BodyPaceTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final BodyPace pace = new BodyPace(new EdgeProperties.Http(1, 1, Duration.ofMinutes(1),
			Duration.ofMinutes(1), DataSize.ofKilobytes(1), Duration.ofMillis(300)));

	private static DataBuffer bytes(int count) {
		return DefaultDataBufferFactory.sharedInstance.wrap(new byte[count]);
	}

	private long read(Flux<DataBuffer> body) {
		return pace.paced(body).map(DataBuffer::readableByteCount).reduce(0L, Long::sum).block(PATIENCE);
	}

	@Test
	void aBodyThatDripsIsEndedThoughItIsNeverSilent() {
		Flux<DataBuffer> dripping = Flux.interval(Duration.ofMillis(20)).map(time -> bytes(1));

		assertThatExceptionOfType(BrokenOffException.class).isThrownBy(() -> read(dripping))
			.satisfies(broken -> assertThat(broken.getStatusCode()).isEqualTo(HttpStatus.REQUEST_TIMEOUT));
	}

	@Test
	void soIsOneThatStopsAfterALotCameAndOneThatNeverBegins() {
		assertThatExceptionOfType(BrokenOffException.class)
			.isThrownBy(() -> read(Flux.concat(Flux.just(bytes(1_000)), Flux.never())));
		assertThatExceptionOfType(BrokenOffException.class).isThrownBy(() -> read(Flux.never()));
	}

	@Test
	void whatComesSteadilyIsReadToItsEndHoweverLongItTakes() {
		Flux<DataBuffer> steady = Flux.interval(Duration.ZERO, Duration.ofMillis(10))
			.onBackpressureBuffer()
			.map(time -> bytes(65_536))
			.take(80);

		assertThat(read(steady)).isEqualTo(80 * 65_536);
	}

	@Test
	void aShortBodyMayTakeItsGrace() {
		assertThat(read(Flux.just(bytes(1)))).isEqualTo(1);
		assertThat(read(Flux.empty())).isZero();
	}

	@Test
	void whatTheSenderBreaksOffIsNoFailureOfTheHandlers() {
		assertThatExceptionOfType(BrokenOffException.class)
			.isThrownBy(() -> read(Flux.error(new SocketException("Connection reset"))))
			.satisfies(broken -> assertThat(broken.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST));
		assertThatExceptionOfType(BrokenOffException.class)
			.isThrownBy(() -> read(Flux.error(io.netty.handler.timeout.ReadTimeoutException.INSTANCE)))
			.satisfies(broken -> assertThat(broken.getStatusCode()).isEqualTo(HttpStatus.REQUEST_TIMEOUT));
	}

	@Test
	void theConnectionIsClosedAfterIt() {
		MockServerWebExchange exchange = MockServerWebExchange
			.from(MockServerHttpRequest.post("/").body(Flux.<DataBuffer>never()));
		Function<ServerWebExchange, Mono<Void>> handler = paced -> paced.getRequest().getBody().then();

		pace.filter(exchange, handler::apply).onErrorComplete().toFuture().orTimeout(20, TimeUnit.SECONDS).join();

		assertThat(exchange.getResponse().getHeaders().getFirst("Connection")).isEqualTo("close");
	}

}
