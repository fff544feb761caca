package org.web3ecosystem.trustchain.acme.state;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import org.web3ecosystem.trustchain.acme.problem.Problem;

/**
 * One way to show control of a name (RFC 8555, section 7.1.5).
 *
 * <pre>
 * pending ──client answers──→ processing ──→ valid
 *                                   └──────→ invalid
 * </pre>
 *
 * @param type which way
 * @param token 256 random bits, base64url
 * @param state how far it is
 */
public record Challenge(ChallengeType type, String token, State state) {

	/** How far a challenge is. */
	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "status")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Pending.class, name = "pending"),
			@JsonSubTypes.Type(value = Processing.class, name = "processing"),
			@JsonSubTypes.Type(value = Valid.class, name = "valid"),
			@JsonSubTypes.Type(value = Invalid.class, name = "invalid") })
	public sealed interface State {

	}

	/** Waits for the client. */
	public record Pending() implements State {
	}

	/**
	 * Is being validated.
	 *
	 * @param local the client asked from this machine, so that loopback may be its own
	 */
	public record Processing(boolean local) implements State {
	}

	/** Control was shown then. */
	public record Valid(Instant at) implements State {
	}

	/** Control was not shown, and this is why. */
	public record Invalid(Problem problem) implements State {
	}

	Challenge with(State next) {
		return new Challenge(type, token, next);
	}

	/** As the protocol calls its state. */
	public String status() {
		return switch (state) {
			case Pending _ -> "pending";
			case Processing _ -> "processing";
			case Valid _ -> "valid";
			case Invalid _ -> "invalid";
		};
	}

}
