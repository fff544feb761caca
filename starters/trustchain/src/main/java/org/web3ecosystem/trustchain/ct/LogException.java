package org.web3ecosystem.trustchain.ct;

/** The log cannot be trusted as it lies on disk, and what a person can do about it. */
public final class LogException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	LogException(String message, String action) {
		super(message + ". " + action);
		this.action = action;
	}

	LogException(String message, String action, Throwable cause) {
		super(message + ". " + action, cause);
		this.action = action;
	}

	/** What to do, as one sentence. */
	public String action() {
		return action;
	}

}
