package org.web3ecosystem.platform.access;

import java.net.URI;
import java.util.Locale;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * Why the edge does not let a request through, for programs (RFC 9457, section 3.1.1).
 */
public enum ProblemType {

	/** The same with the operator's certificate would be let through. */
	ACCESS_CERTIFICATE_NEEDED,

	/** Not for this caller, from there or by that way. */
	ACCESS_NOT_ALLOWED,

	/** The same later would be let through. */
	ACCESS_TOO_MANY_WRITES,

	/** The first request with this key is not answered yet. */
	IDEMPOTENCY_UNDER_WAY,

	/** The key was used for another request. */
	IDEMPOTENCY_KEY_REUSED;

	/** Such as {@code urn:web3:access:not-allowed}. */
	public URI uri() {
		return URI.create("urn:web3:" + name().toLowerCase(Locale.ROOT).replaceFirst("_", ":").replace('_', '-'));
	}

	/** As an exception that is answered with a problem of this type. */
	public ErrorResponseException exception(HttpStatus status, String detail) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		problem.setType(uri());
		return new ErrorResponseException(status, problem, null);
	}

}
