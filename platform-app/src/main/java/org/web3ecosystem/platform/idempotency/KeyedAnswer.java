package org.web3ecosystem.platform.idempotency;

import java.util.List;
import java.util.function.Consumer;

import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Mono;

/**
 * An answer that is remembered before it is sent: whoever has it finds it again. One that
 * comes in pieces is not.
 */
final class KeyedAnswer extends ServerHttpResponseDecorator {

	/** What a proxy would not change, and no filter before this one has set. */
	private static final List<String> DESCRIBING = List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.ETAG,
			HttpHeaders.LOCATION, HttpHeaders.LINK, HttpHeaders.CACHE_CONTROL, HttpHeaders.ALLOW, "Preference-Applied");

	private final KeyedRequest request;

	private final Consumer<Answer> memory;

	KeyedAnswer(ServerHttpResponse response, KeyedRequest request, Consumer<Answer> memory) {
		super(response);
		this.request = request;
		this.memory = memory;
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		return super.writeWith((body instanceof Mono) ? Mono.from(body).doOnNext(this::remember) : body);
	}

	@Override
	public Mono<Void> setComplete() {
		return Mono.defer(() -> {
			if (!isCommitted()) {
				remember(new byte[0]);
			}
			return super.setComplete();
		});
	}

	/**
	 * What says that something was done. What was refused has changed nothing and may be
	 * right the next time.
	 */
	private static boolean isFinal(int status) {
		return status >= 200 && status < 300;
	}

	private void remember(DataBuffer body) {
		if (body.readableByteCount() <= Answer.MAX_BODY) {
			byte[] bytes = new byte[body.readableByteCount()];
			body.toByteBuffer(body.readPosition(), java.nio.ByteBuffer.wrap(bytes), 0, bytes.length);
			remember(bytes);
		}
	}

	private void remember(byte[] body) {
		HttpStatusCode code = getStatusCode();
		int status = (code == null) ? 200 : code.value();
		if (isFinal(status)) {
			request.fingerprint()
				.ifPresent(fingerprint -> memory.accept(new Answer(fingerprint, status, describing(), body)));
		}
	}

	private HttpHeaders describing() {
		HttpHeaders headers = new HttpHeaders();
		for (String name : DESCRIBING) {
			List<String> values = getHeaders().getOrEmpty(name);
			if (!values.isEmpty()) {
				headers.put(name, List.copyOf(values));
			}
		}
		return headers;
	}

}
