package org.web3ecosystem.stoq.wire;

import java.time.Duration;

/**
 * Everything that could grow or last, and how far it may.
 *
 * @param connections admitted and unadmitted connections a listener holds
 * @param requests requests under way on one connection
 * @param streams long-lived streams open on one connection
 * @param handshake from the first packet to a TLS connection, per address tried
 * @param hello from the TLS connection to HELLO judged
 * @param answer the longest a handler may take, whatever the caller's deadline
 * @param idle without a packet, then the connection ends
 * @param drain how long a superseded connection may finish its streams
 * @param joins join requests heard per minute
 * @param peer what one peer may ask for, over all of its connections
 * @param judged how often live connections are judged again
 */
public record Limits(int connections, int requests, int streams, Duration handshake, Duration hello, Duration answer,
		Duration idle, Duration drain, int joins, PeerLimits peer, Duration judged) {

	/** Within that those end whose certificate is revoked. */
	public static final Duration REVOKED_WITHIN = Duration.ofSeconds(5);

	/** So often they are judged; the rest is for the judgement itself and the end. */
	public static final Duration JUDGED_AT_LEAST = REVOKED_WITHIN.minusSeconds(1);

	private static final Duration JUDGED = Duration.ofSeconds(2);

	/** What is used unless said otherwise. */
	public static final Limits DEFAULT = new Limits(1024, 128, 128, Duration.ofSeconds(3), Duration.ofSeconds(5),
			Duration.ofMinutes(1), Duration.ofSeconds(30), Duration.ofSeconds(30), 30);

	/** With {@link PeerLimits#DEFAULT}, judged every 2 s. */
	public Limits(int connections, int requests, int streams, Duration handshake, Duration hello, Duration answer,
			Duration idle, Duration drain, int joins) {
		this(connections, requests, streams, handshake, hello, answer, idle, drain, joins, PeerLimits.DEFAULT, JUDGED);
	}

	public Limits {
		positive(connections, "connections");
		positive(requests, "requests");
		positive(streams, "streams");
		positive(joins, "joins");
		for (Duration duration : new Duration[] { handshake, hello, answer, idle, drain, judged }) {
			if (duration.isNegative() || duration.isZero()) {
				throw new IllegalArgumentException("a time limit must be positive, not " + duration);
			}
		}
		if (judged.compareTo(JUDGED_AT_LEAST) > 0) {
			throw new IllegalArgumentException("live connections must be judged at least every " + JUDGED_AT_LEAST
					+ ", so that revoked ones end in time, not every " + judged);
		}
	}

	private static void positive(int value, String what) {
		if (value < 1) {
			throw new IllegalArgumentException("the limit of " + what + " must be at least 1, not " + value);
		}
	}

	/** The same, and this of each peer. */
	public Limits with(PeerLimits ofEach) {
		return new Limits(connections, requests, streams, handshake, hello, answer, idle, drain, joins, ofEach, judged);
	}

	/** The same, with live connections judged so often. */
	public Limits judgedEvery(Duration period) {
		return new Limits(connections, requests, streams, handshake, hello, answer, idle, drain, joins, peer, period);
	}

}
