package org.web3ecosystem.hypermesh.autoconfigure;

import org.springframework.web.reactive.function.server.ServerRequest;
import org.web3ecosystem.spi.consensus.Deferrable;

/** What a request writes with: at once, or through the queue if it prefers that. */
final class Writing {

	static final String PREFER = "Prefer";

	private Writing() {
	}

	static <T> T with(Deferrable<T> writing, ServerRequest request) {
		return with(writing, request, "");
	}

	/**
	 * The same.
	 * @param concerning what the path does not say
	 */
	static <T> T with(Deferrable<T> writing, ServerRequest request, String concerning) {
		return writing.of(request.headers().header(PREFER), request.method() + " " + request.path(), concerning);
	}

}
