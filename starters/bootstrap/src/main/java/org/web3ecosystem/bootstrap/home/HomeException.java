package org.web3ecosystem.bootstrap.home;

/** A node cannot live in this directory. */
public class HomeException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	HomeException(String message, String action) {
		super(message);
		this.action = action;
	}

	HomeException(String message, String action, Throwable cause) {
		super(message, cause);
		this.action = action;
	}

	/** Nobody said where the node lives. */
	public static HomeException notSet() {
		return new HomeException("web3.node.home is not set, so this process does not know which node it is",
				"Set web3.node.home to a directory that 'init' or 'join' made.");
	}

	/** What a person can do. */
	public String action() {
		return action;
	}

}
