package org.web3ecosystem.trustchain.acme.state;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.web3ecosystem.trustchain.acme.state.Challenge.Invalid;
import org.web3ecosystem.trustchain.acme.state.Challenge.Pending;
import org.web3ecosystem.trustchain.acme.state.Challenge.Processing;
import org.web3ecosystem.trustchain.acme.state.Challenge.Valid;

/**
 * That an account may have a certificate for a name, within one order (RFC 8555, section
 * 7.1.4). One challenge that succeeds is enough, one that fails ends it.
 *
 * @param name the DNS name
 * @param challenges ways to show control
 * @param deactivated the account gave it up
 */
public record Authorization(String name, List<Challenge> challenges, boolean deactivated) {

	/** How far an authorization is. */
	public enum Status {

		/** A challenge must be answered. */
		PENDING,
		/** Control was shown. */
		VALID,
		/** It was not. */
		INVALID,
		/** The account gave it up. */
		DEACTIVATED,
		/** Its time is over. */
		EXPIRED

	}

	public Authorization {
		challenges = List.copyOf(challenges);
	}

	/**
	 * Its status.
	 * @param expires when its order ends
	 */
	public Status status(Instant expires, Instant now) {
		if (deactivated) {
			return Status.DEACTIVATED;
		}
		if (challenges.stream().anyMatch(challenge -> challenge.state() instanceof Invalid)) {
			return Status.INVALID;
		}
		if (!now.isBefore(expires)) {
			return Status.EXPIRED;
		}
		return isValid() ? Status.VALID : Status.PENDING;
	}

	/** Whether control was shown. */
	public boolean isValid() {
		return !deactivated && challenges.stream().anyMatch(challenge -> challenge.state() instanceof Valid);
	}

	/** Its challenge of this type. */
	public Optional<Challenge> challenge(ChallengeType type) {
		return challenges.stream().filter(challenge -> challenge.type() == type).findFirst();
	}

	/** The client says that it is ready; of no effect but on a pending challenge. */
	Authorization answered(ChallengeType type, boolean local) {
		boolean open = !deactivated && challenges.stream().allMatch(challenge -> challenge.state() instanceof Pending);
		return open ? with(type, new Processing(local)) : this;
	}

	/** What came of it; of no effect but on a challenge that is being validated. */
	Authorization judged(ChallengeType type, Challenge.State verdict) {
		boolean processing = challenge(type).filter(challenge -> challenge.state() instanceof Processing).isPresent();
		return processing && !deactivated ? with(type, verdict) : this;
	}

	Authorization givenUp() {
		return new Authorization(name, challenges, true);
	}

	private Authorization with(ChallengeType type, Challenge.State state) {
		return new Authorization(name,
				challenges.stream()
					.map(challenge -> challenge.type() == type ? challenge.with(state) : challenge)
					.toList(),
				deactivated);
	}

}
