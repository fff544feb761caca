package org.web3ecosystem.platform.access;

/** The answer to a {@link Question}. */
public sealed interface Decision {

	/** Go ahead, in this role. */
	record Granted(Role role) implements Decision {
	}

	/** A certificate would help. */
	record Unauthenticated(String reason) implements Decision {
	}

	/** Nothing would help, not on this port or not for this client. */
	record Forbidden(String reason) implements Decision {
	}

}
