package org.web3ecosystem.platform.access;

import java.net.URI;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * Why the edge does not let a request through, for programs (RFC 9457, section 3.1.1).
 */
public enum ProblemType {

	/** Another process serves what is asked for. */
	UNSERVED("urn:web3:unserved"),

	/** The same with the operator's certificate would be let through. */
	ACCESS_CERTIFICATE_NEEDED("urn:web3:access:certificate-needed"),

	/** Not for this caller, from there or by that way. */
	ACCESS_NOT_ALLOWED("urn:web3:access:not-allowed"),

	/** The same later would be let through. */
	ACCESS_TOO_MANY_WRITES("urn:web3:access:too-many-writes"),

	/** The same, said as ACME clients understand it (RFC 8555, section 6.6). */
	ACME_RATE_LIMITED("urn:ietf:params:acme:error:rateLimited"),

	/** The first request with this key is not answered yet. */
	IDEMPOTENCY_UNDER_WAY("urn:web3:idempotency:under-way"),

	/** The key was used for another request. */
	IDEMPOTENCY_KEY_REUSED("urn:web3:idempotency:key-reused");

	private final URI uri;

	ProblemType(String uri) {
		this.uri = URI.create(uri);
	}

	/** Such as {@code urn:web3:access:not-allowed}. */
	public URI uri() {
		return uri;
	}

	/** As an exception that is answered with a problem of this type. */
	public ErrorResponseException exception(HttpStatus status, String detail) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		problem.setType(uri());
		return new ErrorResponseException(status, problem, null);
	}

}
