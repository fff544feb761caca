package org.web3ecosystem.hypermesh.actuate;

import java.util.function.Supplier;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.web3ecosystem.hypermesh.conduct.Conduct;
import org.web3ecosystem.hypermesh.conduct.Standing;
import org.web3ecosystem.hypermesh.ledger.LedgerReport;
import org.web3ecosystem.hypermesh.ledger.Freshness;
import org.web3ecosystem.hypermesh.ledger.Standpoint;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.hypermesh.proof.Cosigners;
import org.web3ecosystem.hypermesh.queue.DurableQueue;
import org.web3ecosystem.hypermesh.queue.QueueReport;
import org.web3ecosystem.hypermesh.roster.EmergencyWatch;
import org.web3ecosystem.hypermesh.roster.ProofPolicy;
import org.web3ecosystem.spi.Verdict;

/** Whether the ledger executes transactions now, and whether all agree on its state. */
final class LedgerHealthIndicator implements HealthIndicator {

	private final VerifiableLedger ledger;

	private final Supplier<Conduct> conduct;

	private final DurableQueue queue;

	private final Freshness freshness;

	private final ProofPolicy policy;

	private final EmergencyWatch emergency;

	private final Cosigners cosigners;

	LedgerHealthIndicator(VerifiableLedger ledger, Supplier<Conduct> conduct, DurableQueue queue, Freshness freshness,
			ProofPolicy policy, EmergencyWatch emergency, Cosigners cosigners) {
		this.emergency = emergency;
		this.cosigners = cosigners;
		this.policy = policy;
		this.queue = queue;
		this.freshness = freshness;
		this.conduct = conduct;
		this.ledger = ledger;
	}

	@Override
	public Health health() {
		LedgerReport report = ledger.report();
		Health.Builder health = switch (ledger.readiness()) {
			case Verdict.Accepted yes when !report.outvoted() -> Health.up();
			case Verdict.Accepted yes ->
				Health.down().withDetail("reason", "more than f validators signed another state");
			case Verdict.Rejected(String reason, boolean revoked) -> Health.down().withDetail("reason", reason);
			case Verdict.Unavailable(String reason) -> Health.outOfService().withDetail("reason", reason);
		};
		Standpoint standpoint = freshness.now();
		QueueReport queued = queue.report();
		if (!queued.trouble().isEmpty()) {
			health.withDetail("queueTrouble", queued.trouble());
		}
		return health.withDetail("consensusTime", standpoint.time().toString())
			.withDetail("stale", standpoint.stale())
			.withDetail("proofs", policy.shown())
			.withDetail("emergency", emergency.shown())
			.withDetail("silentCosigners", cosigners.silent())
			.withDetail("queued", queued.waiting())
			.withDetail("queuedBytes", queued.bytes())
			.withDetail("height", report.height().number())
			.withDetail("verifiedHeight", report.verifiedHeight().number())
			.withDetail("inFlight", report.inFlight())
			.withDetail("disagreements", report.disagreements())
			.withDetail("misbehaviours", report.misbehaviours())
			.withDetail("isolated",
					conduct.get()
						.standings()
						.stream()
						.filter(Standing::isIsolated)
						.map(standing -> standing.node().brief() + " by evidence " + standing.evidence())
						.toList())
			.withDetail("suspected",
					ledger.suspects().stream().map(suspect -> suspect.engineId() + " " + suspect.kind()).toList())
			.build();
	}

}
