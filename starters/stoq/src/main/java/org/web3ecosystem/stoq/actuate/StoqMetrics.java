package org.web3ecosystem.stoq.actuate;

import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.falcon.Falcon;
import org.web3ecosystem.stoq.falcon.FalconFinding;
import org.web3ecosystem.stoq.hello.Stapling;
import org.web3ecosystem.stoq.mesh.Mesh;
import org.web3ecosystem.stoq.pool.StoqTransport;
import org.web3ecosystem.stoq.tls.Generation;
import org.web3ecosystem.stoq.tls.IdentityKeeper;
import org.web3ecosystem.stoq.wire.Dials;
import org.web3ecosystem.stoq.wire.KeyExchange;
import org.web3ecosystem.stoq.wire.Tally;

/** {@code web3.stoq.*}: what the tally counted, and what is open now. */
public final class StoqMetrics implements MeterBinder {

	private final Tally tally;

	private final Mesh mesh;

	private final IdentityKeeper keeper;

	private final Falcon falcon;

	private final Stapling stapling;

	private final StoqTransport transport;

	public StoqMetrics(Tally tally, Mesh mesh, IdentityKeeper keeper, Falcon falcon, Stapling stapling,
			StoqTransport transport) {
		this.stapling = stapling;
		this.tally = tally;
		this.mesh = mesh;
		this.keeper = keeper;
		this.falcon = falcon;
		this.transport = transport;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		now(registry);
		sinceStart(registry);
	}

	private void now(MeterRegistry registry) {
		Gauge.builder("web3.stoq.sockets", tally, Tally::openSockets)
			.description("sockets that listen or that connections share")
			.register(registry);
		Gauge.builder("web3.stoq.connections", tally, Tally::liveConnections)
			.description("connections alive, both directions")
			.register(registry);
		Gauge.builder("web3.stoq.validators.connected", mesh, Mesh::connected)
			.description("other validators with an admitted connection from here")
			.register(registry);
		Gauge
			.builder("web3.stoq.identity.generation", keeper,
					source -> source.generation().map(Generation::number).orElse(0L))
			.description("identities published since start")
			.register(registry);
		Gauge.builder("web3.stoq.validators.falcon", mesh, Mesh::falconVerified)
			.description("other validators with a verified Falcon signature on the connection from here")
			.register(registry);
		Gauge.builder("web3.stoq.streams", transport, StoqTransport::openStreams)
			.description("requests and streams under way, both directions")
			.register(registry);
		Gauge.builder("web3.stoq.fallback", transport, StoqTransport::onFallback)
			.description("connections that do not run over QUIC")
			.register(registry);
		TimeGauge
			.builder("web3.stoq.rtt", transport, TimeUnit.NANOSECONDS,
					source -> source.vitals().longestRoundTrip().toNanos())
			.description("longest smoothed round trip of a live connection")
			.register(registry);
		Gauge.builder("web3.stoq.memory.direct", () -> DirectMemory.now().used())
			.description("memory outside the heap that the allocator of buffers holds")
			.baseUnit("bytes")
			.register(registry);
		for (Carrier.Kind kind : Carrier.Kind.values()) {
			Gauge.builder("web3.stoq.connections.admitted", transport, source -> source.admitted(kind))
				.description("admitted connections by what carries them, both directions")
				.tag("transport", kind.word())
				.register(registry);
		}
	}

	private void sinceStart(MeterRegistry registry) {
		for (FalconFinding finding : FalconFinding.values()) {
			FunctionCounter.builder("web3.stoq.falcon", falcon, source -> source.found(finding))
				.description("what the Falcon signatures of peers were found to be")
				.tag("finding", finding.word())
				.register(registry);
		}
		for (String word : Stapling.WORDS) {
			FunctionCounter.builder("web3.stoq.staples", stapling, source -> source.found(word))
				.description("what issuers say of the certificates of peers, as those showed it")
				.tag("finding", word)
				.register(registry);
		}
		count(registry, "web3.stoq.fallbacks", "connections made over TCP, as UDP did not answer", Tally::fallbacks);
		count(registry, "web3.stoq.returns", "connections over TCP replaced by QUIC", Tally::returns);
		for (KeyExchange keyExchange : KeyExchange.values()) {
			FunctionCounter.builder("web3.stoq.handshakes", tally, source -> source.handshakes(keyExchange))
				.description("peers admitted, both directions, by the group of the key exchange")
				.tag("group", keyExchange.word())
				.register(registry);
		}
		count(registry, "web3.stoq.dials.begun", "attempts to reach a peer, each address and carrier by itself",
				source -> source.dials().begun());
		for (Dials.Outcome outcome : Dials.Outcome.values()) {
			FunctionCounter.builder("web3.stoq.dials", tally, source -> source.dials().ended(outcome))
				.description("attempts to reach a peer by how they ended")
				.tag("outcome", outcome.word())
				.register(registry);
		}
		count(registry, "web3.stoq.connections.drained", "superseded connections that ended",
				Tally::drainedConnections);
		count(registry, "web3.stoq.packets.sent", "QUIC packets sent", Tally::packetsSent);
		count(registry, "web3.stoq.packets.lost", "QUIC packets sent and lost", Tally::packetsLost);
		for (Tally.Refusal refusal : Tally.Refusal.values()) {
			FunctionCounter.builder("web3.stoq.refusals", tally, source -> source.refusals(refusal))
				.description("refusals by reason")
				.tag("reason", refusal.word())
				.register(registry);
		}
	}

	private void count(MeterRegistry registry, String name, String description, ToDoubleFunction<Tally> value) {
		FunctionCounter.builder(name, tally, value).description(description).register(registry);
	}

}
