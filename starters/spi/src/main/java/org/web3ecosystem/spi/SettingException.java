package org.web3ecosystem.spi;

import org.jspecify.annotations.Nullable;

/**
 * A person has set something to what it cannot be. The message begins with the name of
 * the setting and says what it can be.
 */
public final class SettingException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String action;

	SettingException(String message, @Nullable Throwable cause, String action) {
		super(message, cause);
		this.action = action;
	}

	/** What that person can do. */
	public String action() {
		return action;
	}

}
