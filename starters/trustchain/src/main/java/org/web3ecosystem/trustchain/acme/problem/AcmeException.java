package org.web3ecosystem.trustchain.acme.problem;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** A request was refused; the client is told the problem. */
public final class AcmeException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient Problem problem;

	private final transient @Nullable Duration retryAfter;

	AcmeException(Problem problem) {
		super(problem.detail());
		this.problem = problem;
		this.retryAfter = null;
	}

	AcmeException(Problem problem, Throwable cause) {
		super(problem.detail(), cause);
		this.problem = problem;
		this.retryAfter = null;
	}

	private AcmeException(Problem problem, Duration retryAfter) {
		super(problem.detail());
		this.problem = problem;
		this.retryAfter = retryAfter;
	}

	/** Refused now, and not after a time. */
	public static AcmeException retry(ErrorType type, Duration after, String detail) {
		return new AcmeException(new Problem(type, detail), after);
	}

	/** What the client is told. */
	public Problem problem() {
		return problem;
	}

	/** When the same could be granted, if it could. */
	public Optional<Duration> retryAfter() {
		return Optional.ofNullable(retryAfter);
	}

}
