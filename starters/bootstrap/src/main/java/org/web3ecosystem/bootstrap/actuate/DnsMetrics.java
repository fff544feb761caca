package org.web3ecosystem.bootstrap.actuate;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.web3ecosystem.bootstrap.discovery.OperatorResolvers;
import org.web3ecosystem.bootstrap.discovery.ResolverFigures;
import org.web3ecosystem.bootstrap.seat.NameFigures;
import org.web3ecosystem.bootstrap.seat.SeatName;
import org.web3ecosystem.bootstrap.seat.Seats;
import org.web3ecosystem.bootstrap.table.DnsMode;

/** {@code web3.bootstrap.dns.*} and {@code fallback.dns}. */
public final class DnsMetrics implements MeterBinder {

	private static final String PREFIX = "web3.bootstrap.dns.";

	private final Seats seats;

	private final OperatorResolvers resolvers;

	public DnsMetrics(Seats seats, OperatorResolvers resolvers) {
		this.seats = seats;
		this.resolvers = resolvers;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("fallback.dns", seats, DnsMetrics::fallback)
			.description("1 while names are answered by another offer than the first")
			.register(registry);
		List.of(DnsMode.values())
			.stream()
			.flatMap(mode -> mode.offers().stream())
			.distinct()
			.forEach(offer -> offer(offer, registry));
		foreign("questions", "questions to the operator's resolvers, over UDP or TCP", ResolverFigures::questionsSent,
				registry);
		foreign("dropped", "datagrams that were no answer to the question they came for",
				ResolverFigures::answersDropped, registry);
		foreign("cache.hits", "foreign names answered from memory in time", ResolverFigures::hits, registry);
		foreign("cache.misses", "foreign names that were not, or not in time", ResolverFigures::misses, registry);
		foreign("cache.stale", "foreign names answered from memory after their time", ResolverFigures::stale, registry);
		foreign("prefetches", "foreign names looked up again shortly before their time was up",
				ResolverFigures::prefetches, registry);
		foreign("failures", "look-ups that no resolver answered", ResolverFigures::failures, registry);
		Gauge.builder(PREFIX + "cache.entries", resolvers, OperatorResolvers::kept)
			.description("answers for foreign names that are kept")
			.register(registry);
		Gauge.builder(PREFIX + "cache.bytes", resolvers, OperatorResolvers::keptBytes)
			.description("in how much memory, estimated")
			.register(registry);
	}

	private void offer(String offer, MeterRegistry registry) {
		NameFigures figures = seats.names(offer);
		FunctionTimer
			.builder(PREFIX + "offer", figures, NameFigures::answered, NameFigures::nanos, TimeUnit.NANOSECONDS)
			.description("names an offer answered, and how long that took")
			.tag("offer", offer)
			.register(registry);
		for (double part : new double[] { 0.5, 0.99 }) {
			TimeGauge
				.builder(PREFIX + "offer.latency", figures, TimeUnit.NANOSECONDS,
						counted -> counted.percentile(part).toNanos())
				.description("within which time this part of all names it answered was answered, since the start")
				.tag("offer", offer)
				.tag("quantile", Double.toString(part))
				.register(registry);
		}
		counter("offer.stale", "names it answered with what was known last", offer, figures, NameFigures::stale,
				registry);
		counter("offer.notfound", "names it said do not exist", offer, figures, NameFigures::notFound, registry);
		counter("offer.failed", "names it could not answer", offer, figures, NameFigures::failed, registry);
		FunctionCounter
			.builder(PREFIX + "offer.instead", seats, asked -> asked.answersInstead(SeatName.DISCOVERY, offer))
			.description("names it answered because those before it could not")
			.tag("offer", offer)
			.register(registry);
	}

	private static void counter(String name, String description, String offer, NameFigures figures,
			ToDoubleFunction<NameFigures> count, MeterRegistry registry) {
		FunctionCounter.builder(PREFIX + name, figures, count)
			.description(description)
			.tag("offer", offer)
			.register(registry);
	}

	private void foreign(String name, String description, ToDoubleFunction<ResolverFigures> count,
			MeterRegistry registry) {
		FunctionCounter.builder(PREFIX + name, resolvers.figures(), count).description(description).register(registry);
	}

	private static double fallback(Seats seats) {
		return seats.fallbacks().stream().anyMatch(fallback -> fallback.seat() == SeatName.DISCOVERY) ? 1 : 0;
	}

}
