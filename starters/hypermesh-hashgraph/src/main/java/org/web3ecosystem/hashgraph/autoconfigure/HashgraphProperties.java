package org.web3ecosystem.hashgraph.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.web3ecosystem.hashgraph.HashgraphSettings;
import org.web3ecosystem.spi.Setting;

/**
 * Settings of the consensus engine.
 *
 * @param creationRate events a validator creates a second at most; 100 costs less, 200
 * halves the latency
 * @param maxWaiting own transactions on their way, in number, before submissions are
 * refused as FULL
 * @param maxWaitingBytes own transactions on their way, in bytes, before submissions are
 * refused as FULL
 * @param idleAfter how long nothing may happen before the validator creates no more
 * events
 * @param gossip how replicas reach each other
 */
@ConfigurationProperties("web3.hypermesh-hashgraph")
public record HashgraphProperties(@DefaultValue("100") int creationRate, @DefaultValue("10000") int maxWaiting,
		@DefaultValue("32MB") DataSize maxWaitingBytes, @DefaultValue("1s") Duration idleAfter,
		@DefaultValue("stoq") GossipWay gossip) {

	/** How replicas reach each other. */
	public enum GossipWay {

		/** Through STOQ, by ports at loopback addresses. */
		STOQ,
		/** By sockets of their own, which only a firewall keeps others from. */
		DIRECT

	}

	public HashgraphProperties {
		new Setting("web3.hypermesh-hashgraph.creation-rate").within(creationRate, 1, 1000);
		new Setting("web3.hypermesh-hashgraph.max-waiting").within(maxWaiting, 1, 1_000_000);
		new Setting("web3.hypermesh-hashgraph.max-waiting-bytes").require(maxWaitingBytes.toBytes() > 0,
				"a size such as 32MB, not " + maxWaitingBytes);
		new Setting("web3.hypermesh-hashgraph.idle-after").within(idleAfter, Duration.ofMillis(1), Duration.ofDays(1));
	}

	HashgraphSettings toSettings() {
		return new HashgraphSettings(creationRate, maxWaiting, maxWaitingBytes.toBytes(), idleAfter);
	}

}
