package org.web3ecosystem.hypermesh.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.web3ecosystem.hypermesh.ledger.LedgerLimits;
import org.web3ecosystem.spi.Setting;

/**
 * Settings of HyperMesh. What the ledger accepts is not among them: that is the genesis
 * document's.
 *
 * @param enabled whether this process has the component
 * @param submitDeadline after which a submission that was not ordered fails
 * @param maxInFlight how many transactions of this node may wait to be ordered
 * @param requestDeadline for one question to another node
 * @param followInterval how often a node that does not validate asks how far the ledger
 * is
 * @param clockRadius how far this node's clock may be off when it attests the time: what
 * the operator's time synchronisation guarantees
 * @param timePatience how long members have to attest the time of a bundle
 * @param isolationInterval how often it asks who is isolated
 */
@ConfigurationProperties("web3.hypermesh")
public record HyperMeshProperties(@DefaultValue("true") boolean enabled, @DefaultValue("30s") Duration submitDeadline,
		@DefaultValue("1024") int maxInFlight, @DefaultValue("3s") Duration requestDeadline,
		@DefaultValue("2s") Duration followInterval, @DefaultValue("500ms") Duration clockRadius,
		@DefaultValue("3s") Duration timePatience, @DefaultValue("10s") Duration isolationInterval) {

	private static final Duration SHORT = Duration.ofMillis(10);

	public HyperMeshProperties {
		new Setting("web3.hypermesh.submit-deadline").within(submitDeadline, SHORT, Duration.ofHours(1));
		new Setting("web3.hypermesh.max-in-flight").within(maxInFlight, 1, 1_000_000);
		new Setting("web3.hypermesh.request-deadline").within(requestDeadline, SHORT, Duration.ofMinutes(10));
		new Setting("web3.hypermesh.follow-interval").within(followInterval, SHORT, Duration.ofHours(1));
		new Setting("web3.hypermesh.clock-radius").within(clockRadius, Duration.ofMillis(1), Duration.ofSeconds(10));
		new Setting("web3.hypermesh.time-patience").within(timePatience, SHORT, Duration.ofMinutes(1));
		new Setting("web3.hypermesh.isolation-interval").within(isolationInterval, Duration.ofMillis(100),
				Duration.ofHours(1));
	}

	LedgerLimits toLimits() {
		return new LedgerLimits(submitDeadline, maxInFlight, requestDeadline, followInterval);
	}

}
