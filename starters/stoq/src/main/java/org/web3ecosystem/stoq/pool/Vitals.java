package org.web3ecosystem.stoq.pool;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.carrier.CarrierStats;
import org.web3ecosystem.stoq.rpc.IncomingConnection;
import org.web3ecosystem.stoq.rpc.OutgoingConnection;
import org.web3ecosystem.stoq.wire.Tally;

/**
 * What live connections measured, as of the last time they were asked. What was sent and
 * lost since is counted in the tally, so that it stays when the connection is gone.
 * Thread-safe.
 */
public final class Vitals {

	private static final CarrierStats NOTHING = new CarrierStats(Duration.ZERO, 0, 0, 0, 0);

	private final Tally tally;

	private final Map<Carrier, CarrierStats> last = new ConcurrentHashMap<>();

	Vitals(Tally tally) {
		this.tally = tally;
	}

	/** Asks these and forgets all others. */
	void ask(Collection<OutgoingConnection> outgoing, Collection<IncomingConnection> incoming) {
		Collection<Carrier> live = Stream
			.concat(outgoing.stream().map(OutgoingConnection::carrier),
					incoming.stream().map(IncomingConnection::carrier))
			.toList();
		last.keySet().retainAll(live);
		live.forEach(carrier -> carrier.stats().thenAccept(measured -> measured.ifPresent(now -> note(carrier, now))));
	}

	private void note(Carrier carrier, CarrierStats now) {
		if (!carrier.isActive()) {
			return;
		}
		CarrierStats before = last.put(carrier, now);
		CarrierStats since = (before != null) ? before : NOTHING;
		tally.packets(now.sent() - since.sent(), now.lost() - since.lost());
	}

	/**
	 * As of the last time; empty before the first, and where the carrier does not tell.
	 */
	public Optional<CarrierStats> of(Carrier carrier) {
		return Optional.ofNullable(last.get(carrier));
	}

	/** The longest smoothed round trip of a live connection; zero without one. */
	public Duration longestRoundTrip() {
		return last.values().stream().map(CarrierStats::roundTrip).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
	}

}
