package org.web3ecosystem.spi;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** A request was understood and refused. Asking another offer would not be honest. */
public class RejectedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private @Nullable String kind;

	public RejectedException(String message) {
		super(message);
	}

	public RejectedException(String message, Throwable cause) {
		super(message, cause);
	}

	private RejectedException(String message, String kind) {
		super(message);
		this.kind = kind;
	}

	/**
	 * A refusal that programs can tell from others.
	 * @param kind such as {@code assets:leased}
	 */
	public static RejectedException of(String kind, String message) {
		return new RejectedException(message, kind);
	}

	/** What tells it from other refusals, if anything but its words does. */
	public Optional<String> kind() {
		return Optional.ofNullable(kind);
	}

}
