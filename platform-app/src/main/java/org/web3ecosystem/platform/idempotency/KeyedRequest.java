package org.web3ecosystem.platform.idempotency;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.core.publisher.Flux;

/** A request whose body is hashed while its handler reads it. */
final class KeyedRequest extends ServerHttpRequestDecorator {

	private volatile boolean opened;

	private volatile Fingerprint.@Nullable Body whole;

	KeyedRequest(ServerHttpRequest request) {
		super(request);
	}

	@Override
	public Flux<DataBuffer> getBody() {
		return Flux.defer(() -> {
			opened = true;
			Hashing hashing = new Hashing();
			return super.getBody().doOnNext(hashing::look).doOnComplete(() -> whole = hashing.end());
		});
	}

	/** What it was, unless its body was read in part: then nobody knows. */
	Optional<Fingerprint> fingerprint() {
		Fingerprint.Body body = whole;
		return opened && body == null ? Optional.empty() : Optional.of(of(getDelegate(), Optional.ofNullable(body)));
	}

	static Fingerprint of(ServerHttpRequest request, Optional<Fingerprint.Body> body) {
		String query = request.getURI().getRawQuery();
		return new Fingerprint(request.getMethod().name(),
				request.getURI().getRawPath() + (query == null ? "" : "?" + query), body);
	}

}
