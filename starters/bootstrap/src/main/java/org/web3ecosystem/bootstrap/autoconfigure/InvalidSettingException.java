package org.web3ecosystem.bootstrap.autoconfigure;

/** A setting has a value that cannot be used. */
final class InvalidSettingException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	/**
	 * @param action what a person can write instead
	 */
	InvalidSettingException(String setting, Throwable cause, String action) {
		super(setting + " cannot be used: " + cause.getMessage(), cause);
		this.action = action;
	}

	String action() {
		return action;
	}

}
