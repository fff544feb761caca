package org.web3ecosystem.stoq.actuate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.trust.StapleFinding;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.forward.Forwarding;
import org.web3ecosystem.stoq.forward.NamedPorts;
import org.web3ecosystem.stoq.mesh.Mesh;
import org.web3ecosystem.stoq.pool.StoqTransport;
import org.web3ecosystem.stoq.rpc.IncomingConnection;
import org.web3ecosystem.stoq.rpc.OutgoingConnection;
import org.web3ecosystem.stoq.tls.Generation;
import org.web3ecosystem.stoq.tls.IdentityKeeper;
import org.web3ecosystem.stoq.wire.Tally;

/**
 * The state of STOQ as one map: listeners, identity, peers, streams, fallback, refusals.
 */
public final class StoqReport {

	private static final double NANOS_PER_MILLI = 1e6;

	private final StoqTransport transport;

	private final Mesh mesh;

	private final IdentityKeeper keeper;

	private final Tally tally;

	private final Forwarding forwarding;

	private final NamedPorts ports;

	public StoqReport(StoqTransport transport, Mesh mesh, IdentityKeeper keeper, Tally tally, Forwarding forwarding,
			NamedPorts ports) {
		this.ports = ports;
		this.forwarding = forwarding;
		this.transport = transport;
		this.mesh = mesh;
		this.keeper = keeper;
		this.tally = tally;
	}

	/** As of now; round trips and losses as of the last time they were asked. */
	public Map<String, Object> toMap() {
		Map<String, Object> report = new LinkedHashMap<>();
		report.put("listeners", transport.listeners());
		keeper.generation().ifPresent(generation -> report.put("identity", identity(generation)));
		report.put("openStreams", transport.openStreams());
		report.put("fallbackActive", transport.onFallback() > 0);
		report.put("waitingFor", mesh.waitingFor());
		report.put("peers", peers());
		report.put("refusals", refusals());
		report.put("forwards", forwarding.report());
		report.put("ports", ports.report());
		return report;
	}

	private Map<String, Object> identity(Generation generation) {
		Map<String, Object> identity = new LinkedHashMap<>();
		identity.put("generation", generation.number());
		identity.put("kind", generation.identity().isProvisional() ? "self-signed" : "issued");
		identity.put("notAfter", generation.identity().chain().leaf().getNotAfter().toInstant().toString());
		identity.put("lastFailure", keeper.lastFailure());
		return identity;
	}

	private Map<String, List<Map<String, Object>>> peers() {
		Map<String, List<Map<String, Object>>> peers = new TreeMap<>();
		for (OutgoingConnection connection : transport.outgoing()) {
			Map<String, Object> shown = connection("outgoing", connection.carrier(), connection.staple());
			shown.put("generation", connection.generation().number());
			shown.put("usable", connection.isUsable());
			shown.put("openStreams", connection.openStreams());
			add(peers, connection.peer(), shown);
		}
		for (IncomingConnection connection : transport.incoming()) {
			Map<String, Object> shown = connection("incoming", connection.carrier(), connection.staple());
			shown.put("openStreams", connection.openStreams());
			add(peers, connection.peer(), shown);
		}
		return peers;
	}

	private static void add(Map<String, List<Map<String, Object>>> peers, NodeId peer, Map<String, Object> shown) {
		peers.computeIfAbsent(peer.hex(), unknown -> new ArrayList<>()).add(shown);
	}

	private Map<String, Object> connection(String direction, Carrier carrier, StapleFinding staple) {
		Map<String, Object> shown = new LinkedHashMap<>();
		shown.put("direction", direction);
		shown.put("carrier", carrier.kind().word());
		shown.put("keyExchange", carrier.keyExchange().word());
		shown.put("remote", String.valueOf(carrier.remote()));
		shown.put("staple", staple(staple));
		transport.vitals().of(carrier).ifPresent(stats -> {
			shown.put("roundTripMillis", stats.roundTrip().toNanos() / NANOS_PER_MILLI);
			shown.put("packetsSent", stats.sent());
			shown.put("packetsReceived", stats.received());
			shown.put("packetsLost", stats.lost());
		});
		return shown;
	}

	/** What the issuer of the peer's certificate said, and as of when. */
	private static Map<String, Object> staple(StapleFinding finding) {
		Map<String, Object> shown = new LinkedHashMap<>();
		shown.put("finding", finding.word());
		switch (finding) {
			case StapleFinding.Good(Instant asOf, Instant until, boolean byItself) -> {
				shown.put("asOf", asOf.toString());
				shown.put("until", until.toString());
				shown.put("by", byItself ? "itself" : "issuer");
			}
			case StapleFinding.Stale(Instant asOf, Instant until) -> {
				shown.put("asOf", asOf.toString());
				shown.put("until", until.toString());
			}
			case StapleFinding.Wrong(String reason) -> shown.put("reason", reason);
			case StapleFinding.Revoked(Instant at) -> shown.put("at", at.toString());
			case StapleFinding.Absent none -> {
				// nothing to tell
			}
			case StapleFinding.NotLookedAt none -> {
				// nothing to tell
			}
		}
		return shown;
	}

	private Map<String, Long> refusals() {
		Map<String, Long> refusals = new LinkedHashMap<>();
		for (Tally.Refusal refusal : Tally.Refusal.values()) {
			refusals.put(refusal.word(), tally.refusals(refusal));
		}
		return refusals;
	}

}
