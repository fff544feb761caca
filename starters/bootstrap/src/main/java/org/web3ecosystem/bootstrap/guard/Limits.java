package org.web3ecosystem.bootstrap.guard;

import java.time.Duration;

/**
 * What the calls of a seat's offers are held to.
 *
 * @param question how long one offer may take to answer a question
 * @param work how long it may take for what changes something
 * @param attempts how often a question is asked at most, the first time included; work is
 * asked once
 * @param firstWait the most that is waited before the second time
 * @param longestWait the most that is waited before any
 * @param breaker when an offer is left alone
 * @param atOnce how many calls of one offer may be under way
 */
public record Limits(Duration question, Duration work, int attempts, Duration firstWait, Duration longestWait,
		Breaker breaker, int atOnce) {

	/** Limits under which nothing is asked twice. */
	public static Limits once(Duration question, Duration work, Breaker breaker, int atOnce) {
		return new Limits(question, work, 1, Duration.ZERO, Duration.ZERO, breaker, atOnce);
	}

	/**
	 * When an offer that fails is left alone.
	 *
	 * @param calls how many of its last calls are looked at
	 * @param percent how many of a hundred of them have to have failed
	 * @param open for how long it is not asked then
	 * @param trials how many calls decide after that whether it is asked again
	 */
	public record Breaker(int calls, int percent, Duration open, int trials) {
	}

}
