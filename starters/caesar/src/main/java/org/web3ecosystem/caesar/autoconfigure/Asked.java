package org.web3ecosystem.caesar.autoconfigure;

import java.util.List;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ResponseStatusException;
import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.caesar.ledger.TransferId;
import org.web3ecosystem.spi.NumberParameter;

import reactor.core.publisher.Mono;

/** What stands in a request; what is wrong with it is a 4xx. */
final class Asked {

	/** The largest body anyone reads, in bytes. */
	static final int MAX_BODY = 64 * 1024;

	private Asked() {
	}

	static AccountId account(String text) {
		try {
			return new AccountId(text);
		}
		catch (IllegalArgumentException malformed) {
			throw bad("an account id has 32 lower-case hexadecimal digits", malformed);
		}
	}

	static TransferId transfer(String text) {
		try {
			return new TransferId(text);
		}
		catch (IllegalArgumentException malformed) {
			throw bad("a transfer id has 32 lower-case hexadecimal digits", malformed);
		}
	}

	static long number(ServerRequest request, String name, long absent, long least, long most) {
		try {
			return new NumberParameter(name, absent, least, most)
				.in(request.queryParams().getOrDefault(name, List.of()));
		}
		catch (IllegalArgumentException malformed) {
			throw bad(String.valueOf(malformed.getMessage()), malformed);
		}
	}

	/**
	 * The body of a write, if somebody identified sent it, it is JSON and not too long.
	 */
	static Mono<byte[]> body(ServerRequest request) {
		return request.principal()
			.switchIfEmpty(Mono.error(() -> new ResponseStatusException(HttpStatus.FORBIDDEN,
					"Moving money needs the client certificate of this node's operator.")))
			.flatMap(known -> {
				if (request.headers().contentType().filter(MediaType.APPLICATION_JSON::isCompatibleWith).isEmpty()) {
					throw new ResponseStatusException(HttpStatus.UNSUPPORTED_MEDIA_TYPE,
							"A request is sent as application/json.");
				}
				return read(request);
			});
	}

	private static Mono<byte[]> read(ServerRequest request) {
		return DataBufferUtils.join(request.exchange().getRequest().getBody(), MAX_BODY)
			.map(Asked::take)
			.defaultIfEmpty(new byte[0])
			.onErrorMap(DataBufferLimitException.class,
					large -> new ResponseStatusException(HttpStatus.CONTENT_TOO_LARGE,
							"A body has at most " + MAX_BODY + " bytes.", large));
	}

	private static byte[] take(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	static ResponseStatusException bad(String why) {
		return new ResponseStatusException(HttpStatus.BAD_REQUEST, why);
	}

	static ResponseStatusException bad(String why, Throwable cause) {
		return new ResponseStatusException(HttpStatus.BAD_REQUEST, why, cause);
	}

}
