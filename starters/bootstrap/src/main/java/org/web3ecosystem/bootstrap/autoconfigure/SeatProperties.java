package org.web3ecosystem.bootstrap.autoconfigure;

import java.time.Duration;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import org.web3ecosystem.bootstrap.guard.Limits;
import org.web3ecosystem.bootstrap.seat.SeatLimits;
import org.web3ecosystem.bootstrap.seat.SeatName;
import org.web3ecosystem.spi.Setting;

/**
 * What the calls of each seat are held to. A question changes nothing and is asked again
 * if nobody could answer; work is asked once, since it may not be done twice.
 *
 * @param transport connections
 * @param certificates issuing and judging
 * @param consensus proofs
 * @param discovery names
 */
@ConfigurationProperties("web3.bootstrap.seats")
public record SeatProperties(@DefaultValue Transport transport, @DefaultValue Certificates certificates,
		@DefaultValue Consensus consensus, @DefaultValue Discovery discovery) {

	private static final Duration SHORTEST = Duration.ofMillis(100);

	private static final Duration LONGEST = Duration.ofSeconds(30);

	/** The next offer still answers within the five seconds a name may take. */
	private static final Duration LONGEST_NAME = Duration.ofSeconds(4);

	/**
	 * The seat for connections. Connecting is never repeated here: who connects has a
	 * deadline and knows whether another address is left.
	 *
	 * @param grace how long after its caller's deadline a connection is given up
	 * @param workLimit how long listening may take
	 * @param callsAtOnce how many calls of one offer may be under way
	 * @param breaker when an offer is left alone
	 */
	public record Transport(@DefaultValue("1s") Duration grace, @DefaultValue("30s") Duration workLimit,
			@DefaultValue("4096") int callsAtOnce, @DefaultValue Breaker breaker) {

		public Transport {
			setting(SeatName.TRANSPORT, "grace").within(grace, Duration.ZERO, Duration.ofSeconds(10));
			check(SeatName.TRANSPORT, workLimit, callsAtOnce, breaker);
		}

		Limits toLimits() {
			return Limits.once(grace, workLimit, breaker.toLimits(), callsAtOnce);
		}

	}

	/**
	 * The seat for certificates. Judging is repeated, issuing is not.
	 *
	 * @param questionLimit how long one offer may take to judge a chain
	 * @param workLimit how long it may take to issue
	 * @param callsAtOnce how many calls of one offer may be under way
	 * @param attempts how often a chain is shown at most if nobody can judge it: whoever
	 * judges waits for the ledger itself, and who is turned away comes again
	 * @param backoff how long is waited before it is shown again
	 * @param breaker when an offer is left alone
	 */
	public record Certificates(@DefaultValue("5s") Duration questionLimit, @DefaultValue("30s") Duration workLimit,
			@DefaultValue("1024") int callsAtOnce, @DefaultValue("1") int attempts, @DefaultValue Backoff backoff,
			@DefaultValue Breaker breaker) {

		public Certificates {
			check(SeatName.CERTIFICATES, workLimit, callsAtOnce, breaker);
			check(SeatName.CERTIFICATES, questionLimit, LONGEST, attempts, backoff);
		}

		Limits toLimits() {
			return limits(questionLimit, workLimit, callsAtOnce, attempts, backoff, breaker);
		}

	}

	/**
	 * The seat for proofs. Checking is repeated, proving is not.
	 *
	 * @param questionLimit how long one offer may take to check a bundle
	 * @param workLimit how long it may take to make one
	 * @param callsAtOnce how many calls of one offer may be under way
	 * @param attempts how often a bundle is shown at most if nobody can check it
	 * @param backoff how long is waited before it is shown again
	 * @param breaker when an offer is left alone
	 */
	public record Consensus(@DefaultValue("5s") Duration questionLimit, @DefaultValue("30s") Duration workLimit,
			@DefaultValue("1024") int callsAtOnce, @DefaultValue("2") int attempts, @DefaultValue Backoff backoff,
			@DefaultValue Breaker breaker) {

		public Consensus {
			check(SeatName.CONSENSUS, workLimit, callsAtOnce, breaker);
			check(SeatName.CONSENSUS, questionLimit, LONGEST, attempts, backoff);
		}

		Limits toLimits() {
			return limits(questionLimit, workLimit, callsAtOnce, attempts, backoff, breaker);
		}

	}

	/**
	 * The seat for names. Looking up is repeated, registering is not.
	 *
	 * @param questionLimit how long one offer may take for a name
	 * @param workLimit how long it may take to register one
	 * @param callsAtOnce how many calls of one offer may be under way
	 * @param attempts how often a name is asked for at most if nobody can answer it
	 * @param backoff how long is waited before it is asked for again
	 * @param breaker when an offer is left alone
	 */
	public record Discovery(@DefaultValue("3250ms") Duration questionLimit, @DefaultValue("30s") Duration workLimit,
			@DefaultValue("4096") int callsAtOnce, @DefaultValue("2") int attempts, @DefaultValue Backoff backoff,
			@DefaultValue Breaker breaker) {

		public Discovery {
			check(SeatName.DISCOVERY, workLimit, callsAtOnce, breaker);
			check(SeatName.DISCOVERY, questionLimit, LONGEST_NAME, attempts, backoff);
		}

		Limits toLimits() {
			return limits(questionLimit, workLimit, callsAtOnce, attempts, backoff, breaker);
		}

	}

	/**
	 * How long is waited before a question is asked again that no offer could answer,
	 * though one of them said that it would: anything from nothing to the most.
	 *
	 * @param firstWait the most that is waited before the second time
	 * @param longestWait the most that is waited before any, twice as much each time
	 */
	public record Backoff(@DefaultValue("200ms") Duration firstWait, @DefaultValue("10s") Duration longestWait) {
	}

	/**
	 * When an offer that fails is left alone.
	 *
	 * @param calls how many of its last calls are looked at
	 * @param percent how many of a hundred of them have to have failed
	 * @param open for how long it is left alone
	 * @param trials how many calls decide after that whether it is asked again
	 */
	public record Breaker(@DefaultValue("20") int calls, @DefaultValue("50") int percent,
			@DefaultValue("5s") Duration open, @DefaultValue("3") int trials) {

		Limits.Breaker toLimits() {
			return new Limits.Breaker(calls, percent, open, trials);
		}

	}

	SeatLimits toLimits() {
		return new SeatLimits(
				Map.of(SeatName.TRANSPORT, transport.toLimits(), SeatName.CERTIFICATES, certificates.toLimits(),
						SeatName.CONSENSUS, consensus.toLimits(), SeatName.DISCOVERY, discovery.toLimits()));
	}

	private static Limits limits(Duration question, Duration work, int atOnce, int attempts, Backoff backoff,
			Breaker breaker) {
		return new Limits(question, work, attempts, backoff.firstWait, backoff.longestWait, breaker.toLimits(), atOnce);
	}

	private static void check(SeatName seat, Duration workLimit, int callsAtOnce, Breaker breaker) {
		setting(seat, "work-limit").within(workLimit, Duration.ofSeconds(1), Duration.ofMinutes(5));
		setting(seat, "calls-at-once").within(callsAtOnce, 1, 1_000_000);
		setting(seat, "breaker.calls").within(breaker.calls, 1, 1000);
		setting(seat, "breaker.percent").within(breaker.percent, 1, 100);
		setting(seat, "breaker.open").within(breaker.open, SHORTEST, Duration.ofMinutes(5));
		setting(seat, "breaker.trials").within(breaker.trials, 1, 100);
	}

	private static void check(SeatName seat, Duration questionLimit, Duration longest, int attempts, Backoff backoff) {
		setting(seat, "question-limit").within(questionLimit, SHORTEST, longest);
		setting(seat, "attempts").within(attempts, 1, 5);
		setting(seat, "backoff.first-wait").within(backoff.firstWait, Duration.ofMillis(1), LONGEST);
		setting(seat, "backoff.longest-wait").within(backoff.longestWait, backoff.firstWait, LONGEST);
	}

	private static Setting setting(SeatName seat, String name) {
		return new Setting("web3.bootstrap.seats." + seat.key() + "." + name);
	}

}
