package org.web3ecosystem.bootstrap.phase;

/** The journal cannot be read or written. */
public class JournalException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	public JournalException(String message, String action) {
		super(message);
		this.action = action;
	}

	public JournalException(String message, String action, Throwable cause) {
		super(message, cause);
		this.action = action;
	}

	/** What a person can do. */
	public String action() {
		return action;
	}

}
