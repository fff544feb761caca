package org.web3ecosystem.platform.command;

/** The command line cannot be read. */
public final class UsageException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public UsageException(String message) {
		super(message);
	}

}
