package org.web3ecosystem.hypermesh;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.hypermesh.ledger.LedgerReport;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.hypermesh.plot.OwnPlot;
import org.web3ecosystem.hypermesh.queue.DurableQueue;
import org.web3ecosystem.hypermesh.queue.QueueReport;
import org.web3ecosystem.hypermesh.roster.EmergencyWatch;
import org.web3ecosystem.hypermesh.roster.ProofPolicy;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.health.Component;
import org.web3ecosystem.spi.health.ComponentHealth;
import org.web3ecosystem.spi.health.ComponentHealth.Status;

/**
 * The component. It is started as soon as the engine was told to start, so that nobody
 * waits for it; what it provides it says only while the ledger executes.
 */
public final class HyperMesh implements Component {

	/** What the component provides while the ledger executes. */
	public static final Set<String> CAPABILITIES = Set.of("hypermesh_assets", "hypermesh_consensus");

	private final VerifiableLedger ledger;

	private final BoundNames bound;

	private final OwnPlot plot;

	private final ProofPolicy policy;

	private final EmergencyWatch emergency;

	private final DurableQueue queue;

	private final List<Part> parts;

	private volatile boolean started;

	/** What is started and ended with the component. */
	public record Part(Runnable start, Runnable close) {
	}

	/**
	 * @param parts in the order in which they are started, the ledger and all others
	 */
	public HyperMesh(VerifiableLedger ledger, BoundNames bound, OwnPlot plot, ProofPolicy policy,
			EmergencyWatch emergency, DurableQueue queue, List<Part> parts) {
		this.emergency = emergency;
		this.ledger = ledger;
		this.bound = bound;
		this.plot = plot;
		this.policy = policy;
		this.queue = queue;
		this.parts = List.copyOf(parts);
	}

	@Override
	public String name() {
		return "hypermesh";
	}

	@Override
	public CompletionStage<Void> start() {
		try {
			parts.forEach(part -> part.start().run());
			started = true;
			return CompletableFuture.completedFuture(null);
		}
		catch (RuntimeException failed) {
			return CompletableFuture.failedFuture(failed);
		}
	}

	@Override
	public Set<String> capabilities() {
		return started && ledger.readiness().isAccepted() ? CAPABILITIES : Set.of();
	}

	@Override
	public ComponentHealth health() {
		if (!started) {
			return ComponentHealth.of(Status.STOPPED, "not started");
		}
		LedgerReport report = ledger.report();
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("role", ledger.role());
		details.put("height", report.height().number());
		details.put("verifiedHeight", report.verifiedHeight().number());
		details.put("inFlight", report.inFlight());
		details.put("disagreements", report.disagreements());
		details.put("misbehaviours", report.misbehaviours());
		details.put("plot", plot.ready().reason());
		details.put("proofs", policy.shown());
		details.put("emergency", emergency.shown());
		QueueReport queued = queue.report();
		details.put("queued", queued.waiting());
		return switch (ledger.readiness()) {
			case Verdict.Unavailable(String reason) ->
				new ComponentHealth(report.height().number() == 0 ? Status.STARTING : Status.DOWN, reason, details);
			case Verdict.Rejected(String reason, boolean revoked) -> new ComponentHealth(Status.DOWN, reason, details);
			case Verdict.Accepted yes when report.outvoted() -> new ComponentHealth(Status.DEGRADED,
					"more than f validators signed another state than this node's", details);
			case Verdict.Accepted yes when !bound.trouble().isEmpty() ->
				new ComponentHealth(Status.DEGRADED, bound.trouble(), details);
			case Verdict.Accepted yes when !queued.trouble().isEmpty() ->
				new ComponentHealth(Status.DEGRADED, queued.trouble(), details);
			case Verdict.Accepted yes -> new ComponentHealth(Status.UP, "", details);
		};
	}

	@Override
	public void close() {
		parts.reversed().forEach(part -> part.close().run());
	}

}
