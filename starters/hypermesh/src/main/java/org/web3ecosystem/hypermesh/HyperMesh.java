package org.web3ecosystem.hypermesh;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.hypermesh.conduct.LedgerConduct;
import org.web3ecosystem.hypermesh.feed.LedgerBlocks;
import org.web3ecosystem.hypermesh.ledger.LedgerReport;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.hypermesh.plot.OwnPlot;
import org.web3ecosystem.hypermesh.queue.Drain;
import org.web3ecosystem.hypermesh.queue.DurableQueue;
import org.web3ecosystem.hypermesh.queue.QueueReport;
import org.web3ecosystem.hypermesh.roster.RosterSigner;
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

	private final FederationEndpoints endpoints;

	private final LocalNames local;

	private final BoundNames bound;

	private final RosterSigner signer;

	private final LedgerConduct conduct;

	private final LedgerBlocks blocks;

	private final OwnPlot plot;

	private final DurableQueue queue;

	private final Drain drain;

	private volatile boolean started;

	public HyperMesh(VerifiableLedger ledger, FederationEndpoints endpoints, LocalNames local, BoundNames bound,
			RosterSigner signer, LedgerConduct conduct, LedgerBlocks blocks, OwnPlot plot, DurableQueue queue,
			Drain drain) {
		this.blocks = blocks;
		this.plot = plot;
		this.queue = queue;
		this.drain = drain;
		this.conduct = conduct;
		this.ledger = ledger;
		this.endpoints = endpoints;
		this.local = local;
		this.bound = bound;
		this.signer = signer;
	}

	@Override
	public String name() {
		return "hypermesh";
	}

	@Override
	public CompletionStage<Void> start() {
		try {
			blocks.start();
			ledger.start();
			blocks.follow();
			endpoints.start();
			local.start();
			bound.start();
			signer.start();
			plot.start();
			conduct.start();
			queue.open();
			drain.start();
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
		drain.close();
		queue.close();
		conduct.close();
		plot.close();
		signer.close();
		local.close();
		endpoints.close();
		ledger.close();
		blocks.close();
	}

}
