package org.web3ecosystem.platform.idempotency;

import java.util.List;
import java.util.Optional;

import org.springframework.http.HttpHeaders;
import org.web3ecosystem.platform.access.Caller;

/**
 * What tells a write from another: the header {@value #HEADER} as its sender made it
 * (draft-ietf-httpapi-idempotency-key-header), and the sender.
 *
 * @param caller {@link Caller#identity()}
 * @param text without its quotes
 */
record IdempotencyKey(String caller, String text) {

	static final String HEADER = "Idempotency-Key";

	/** A string of a structured field (RFC 9651, section 3.3.3), or the same unquoted. */
	private static final String FORM = "\"[ -!#-\\[\\]-~]{1,128}\"|[!#-\\[\\]-~]{1,128}";

	/**
	 * The key of a request, if it has one.
	 * @throws IllegalArgumentException if it has several, or something else
	 */
	static Optional<IdempotencyKey> of(Caller caller, HttpHeaders headers) {
		List<String> values = headers.getOrEmpty(HEADER);
		if (values.isEmpty()) {
			return Optional.empty();
		}
		String value = values.getFirst();
		if (values.size() > 1 || !value.matches(FORM)) {
			throw new IllegalArgumentException(HEADER + " is one string of 1 to 128 printable characters");
		}
		return Optional.of(new IdempotencyKey(caller.identity(), value.replace("\"", "")));
	}

}
