package org.web3ecosystem.bootstrap.actuate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.bootstrap.discovery.OperatorResolvers;
import org.web3ecosystem.bootstrap.discovery.ResolverFigures;
import org.web3ecosystem.bootstrap.discovery.TraditionalNames;
import org.web3ecosystem.bootstrap.monitor.Snapshot;
import org.web3ecosystem.bootstrap.seat.Fallback;
import org.web3ecosystem.bootstrap.seat.NameFigures;
import org.web3ecosystem.bootstrap.seat.Occupancy;
import org.web3ecosystem.bootstrap.seat.SeatName;
import org.web3ecosystem.bootstrap.seat.Seats;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.discovery.NamesPart;

/**
 * Who answers for names, how the operator's resolvers are, and what components add of
 * theirs, in the form that outside tools rely on: names stay, names may be added.
 */
public final class DnsReport {

	private final Node node;

	private final Seats seats;

	private final OperatorResolvers resolvers;

	private final List<NamesPart> parts;

	private final Supplier<@Nullable Snapshot> snapshot;

	public DnsReport(Node node, Seats seats, OperatorResolvers resolvers, List<NamesPart> parts,
			Supplier<@Nullable Snapshot> snapshot) {
		this.node = node;
		this.seats = seats;
		this.resolvers = resolvers;
		this.parts = List.copyOf(parts);
		this.snapshot = snapshot;
	}

	/** As nested maps. */
	public Map<String, @Nullable Object> toMap() {
		Snapshot seen = snapshot.get();
		Map<String, @Nullable Object> report = new LinkedHashMap<>();
		report.put("zone", node.genesis().zone());
		report.put("phase", seen == null ? 0 : seen.state().phase());
		report.put("offers", offers(seen));
		report.put("fallback", fallback().map(Fallback::toString).orElse(null));
		report.put("foreign", foreign());
		parts.forEach(part -> report.put(part.part(), state(part)));
		return report;
	}

	Optional<Fallback> fallback() {
		return seats.fallbacks().stream().filter(fallback -> fallback.seat() == SeatName.DISCOVERY).findFirst();
	}

	/** Whether the operator's resolvers are asked at all in this phase. */
	boolean asksOutside() {
		return seats.seated(SeatName.DISCOVERY).contains(TraditionalNames.NAME);
	}

	private List<Map<String, @Nullable Object>> offers(@Nullable Snapshot seen) {
		Occupancy occupancy = seen == null ? null : seen.seats().get(SeatName.DISCOVERY);
		List<Map<String, @Nullable Object>> offers = new ArrayList<>();
		for (String offer : seats.seated(SeatName.DISCOVERY)) {
			NameFigures figures = seats.names(offer);
			Map<String, @Nullable Object> item = new LinkedHashMap<>();
			item.put("offer", offer);
			item.put("answers", occupancy == null || !occupancy.offers().containsKey(offer) ? null
					: occupancy.offers().get(offer).isAccepted());
			item.put("answered", figures.answered());
			item.put("notFound", figures.notFound());
			item.put("stale", figures.stale());
			item.put("failed", figures.failed());
			item.put("instead", seats.answersInstead(SeatName.DISCOVERY, offer));
			item.put("p50Micros", micros(figures, 0.5));
			item.put("p99Micros", micros(figures, 0.99));
			item.put("meanMicros", figures.answered() == 0 ? null : figures.nanos() / figures.answered() / 1000);
			offers.add(item);
		}
		return offers;
	}

	private static @Nullable Long micros(NameFigures figures, double part) {
		return figures.answered() == 0 ? null : figures.percentile(part).toNanos() / 1000;
	}

	private Map<String, @Nullable Object> foreign() {
		ResolverFigures figures = resolvers.figures();
		Map<String, @Nullable Object> foreign = new LinkedHashMap<>();
		foreign.put("asked", asksOutside());
		foreign.put("validated", resolvers.validates());
		foreign.put("resolvers", resolvers.resolvers());
		foreign.put("cache", Map.of("entries", resolvers.kept(), "bytes", resolvers.keptBytes(), "hits", figures.hits(),
				"misses", figures.misses(), "stale", figures.stale(), "prefetches", figures.prefetches()));
		foreign.put("questionsSent", figures.questionsSent());
		foreign.put("answersDropped", figures.answersDropped());
		foreign.put("failures", figures.failures());
		return foreign;
	}

	private static Object state(NamesPart part) {
		try {
			return part.state().get();
		}
		catch (RuntimeException failure) {
			return Map.of("failure", Reason.of(failure));
		}
	}

}
