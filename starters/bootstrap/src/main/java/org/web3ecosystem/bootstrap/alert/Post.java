package org.web3ecosystem.bootstrap.alert;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Hands a body to a receiver. */
@FunctionalInterface
public interface Post extends AutoCloseable {

	/**
	 * @param headers beside those of HTTP itself
	 * @return the status of the answer; fails if there is none in time
	 */
	CompletionStage<Integer> post(Map<String, String> headers, byte[] body);

	@Override
	default void close() {
	}

}
