package org.web3ecosystem.hypermesh.autoconfigure;

import org.springframework.web.reactive.function.server.ServerRequest;
import org.web3ecosystem.spi.consensus.Deferrable;

/** What a request writes with: at once, or through the queue if it prefers that. */
final class Writing {

	static final String PREFER = "Prefer";

	private Writing() {
	}

	static <T> T with(Deferrable<T> writing, ServerRequest request) {
		return writing.of(request.headers().header(PREFER), request.method() + " " + request.path());
	}

}
