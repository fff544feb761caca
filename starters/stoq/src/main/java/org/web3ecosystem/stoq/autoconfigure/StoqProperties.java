package org.web3ecosystem.stoq.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import org.web3ecosystem.spi.Setting;
import org.web3ecosystem.stoq.falcon.FalconAlgorithm;
import org.web3ecosystem.stoq.hello.Stapling;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.PeerLimits;

/**
 * Settings of STOQ.
 *
 * @param enabled whether the component and its offers exist
 * @param maxConnections connections a listener holds
 * @param maxRequests requests under way on one connection
 * @param maxStreams long-lived streams open on one connection
 * @param handshakeTimeout per address tried
 * @param helloTimeout from the TLS connection to HELLO judged
 * @param answerTimeout the longest a handler may take, whatever the caller's deadline
 * @param idleTimeout without a packet, then a connection ends
 * @param drainTimeout how long a superseded connection may finish its streams
 * @param joinsPerMinute join requests heard
 * @param peerRequests requests of one peer under way, over all of its connections
 * @param peerRequestsPerSecond requests and new streams of one peer in the long run
 * @param peerBurst requests and new streams of one peer at once, after a pause
 * @param falcon the algorithm of this node's Falcon key
 * @param tcpFallback whether TCP is used where UDP does not answer, and heard
 * @param stapling what is made of OCSP responses that peers show with their certificates
 * @param judgedEvery how often live connections are judged again, at most 4 s
 */
@ConfigurationProperties("web3.stoq")
public record StoqProperties(@DefaultValue("true") boolean enabled, @DefaultValue("1024") int maxConnections,
		@DefaultValue("128") int maxRequests, @DefaultValue("128") int maxStreams,
		@DefaultValue("3s") Duration handshakeTimeout, @DefaultValue("5s") Duration helloTimeout,
		@DefaultValue("1m") Duration answerTimeout, @DefaultValue("30s") Duration idleTimeout,
		@DefaultValue("30s") Duration drainTimeout, @DefaultValue("30") int joinsPerMinute,
		@DefaultValue("512") int peerRequests, @DefaultValue("5000") int peerRequestsPerSecond,
		@DefaultValue("10000") int peerBurst, @DefaultValue("falcon-512") FalconAlgorithm falcon,
		@DefaultValue("true") boolean tcpFallback, @DefaultValue("2s") Duration judgedEvery,
		@DefaultValue("optional") Stapling.Demand stapling) {

	static final String PREFIX = "web3.stoq.";

	private static final Duration SHORT = Duration.ofMillis(100);

	private static final int MANY = 65_536;

	private static final int VERY_MANY = 1_000_000;

	public StoqProperties {
		of("max-connections").within(maxConnections, 1, MANY);
		of("max-requests").within(maxRequests, 1, MANY);
		of("max-streams").within(maxStreams, 1, MANY);
		of("handshake-timeout").within(handshakeTimeout, SHORT, Duration.ofMinutes(1));
		of("hello-timeout").within(helloTimeout, SHORT, Duration.ofMinutes(1));
		of("answer-timeout").within(answerTimeout, SHORT, Duration.ofHours(1));
		of("idle-timeout").within(idleTimeout, SHORT, Duration.ofMinutes(10));
		of("drain-timeout").within(drainTimeout, SHORT, Duration.ofMinutes(10));
		of("joins-per-minute").within(joinsPerMinute, 1, VERY_MANY);
		of("peer-requests").within(peerRequests, 1, MANY);
		of("peer-requests-per-second").within(peerRequestsPerSecond, 1, VERY_MANY);
		of("peer-burst").within(peerBurst, 1, VERY_MANY);
		of("judged-every").within(judgedEvery, SHORT, Limits.JUDGED_AT_LEAST);
	}

	private static Setting of(String name) {
		return new Setting(PREFIX + name);
	}

	Limits toLimits() {
		return new Limits(maxConnections, maxRequests, maxStreams, handshakeTimeout, helloTimeout, answerTimeout,
				idleTimeout, drainTimeout, joinsPerMinute,
				new PeerLimits(peerRequests, peerRequestsPerSecond, peerBurst), judgedEvery);
	}

}
