package org.web3ecosystem.bootstrap.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.bootstrap.monitor.ComponentStatus;
import org.web3ecosystem.bootstrap.monitor.ProbeWindow;
import org.web3ecosystem.bootstrap.monitor.SelfProbes;
import org.web3ecosystem.bootstrap.monitor.Snapshot;
import org.web3ecosystem.bootstrap.seat.SeatName;
import org.web3ecosystem.bootstrap.seat.Seats;
import org.web3ecosystem.bootstrap.signature.Signatures;
import org.web3ecosystem.bootstrap.table.PhaseRow;

/** {@code web3.bootstrap.*}: the last look and what the seats and probes count. */
public final class BootstrapMetrics implements MeterBinder {

	private static final String PREFIX = "web3.bootstrap.";

	private final Supplier<@Nullable Snapshot> snapshot;

	private final Seats seats;

	private final SelfProbes probes;

	private final List<String> components;

	/**
	 * @param components the names of the components of this process
	 */
	public BootstrapMetrics(Supplier<@Nullable Snapshot> snapshot, Seats seats, SelfProbes probes,
			List<String> components) {
		this.snapshot = snapshot;
		this.seats = seats;
		this.probes = probes;
		this.components = List.copyOf(components);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		gauge("phase", "the phase, 0 to 3", seen -> seen.state().phase()).register(registry);
		gauge("complete", "1 if the last gate was passed", seen -> seen.state().complete() ? 1 : 0).register(registry);
		gauge("term", "transitions in the journal", seen -> seen.state().term()).register(registry);
		gauge("degraded", "1 if something is not as it should be", seen -> seen.isDegraded() ? 1 : 0)
			.register(registry);
		gauge("ready", "1 if it does its work in its phase", seen -> seen.isReady() ? 1 : 0).register(registry);
		Gauge.builder(PREFIX + "signatures", () -> 1)
			.description("who makes and checks the signatures of this process")
			.tag("provider", Signatures.prefer(Optional.empty()).provider().toString())
			.register(registry);
		gauge("fallbacks.active", "seats in which not the first offer answers", seen -> seen.fallbacks().size())
			.register(registry);
		time("total", "how long the bootstrap took, or takes so far", Snapshot::total, registry);
		time("dependency.resolution", "how long components waited for each other", Snapshot::dependencyResolution,
				registry);
		for (int phase = 0; phase < PhaseRow.COUNT; phase++) {
			phase(phase, registry);
		}
		components.forEach(name -> component(name, registry));
		List.of(SelfProbes.Target.values()).forEach(target -> probe(target, registry));
		List.of(SeatName.values()).forEach(seat -> answers(seat, registry));
		List.of(SeatName.values()).forEach(seat -> fallback(seat, registry));
	}

	private void fallback(SeatName seat, MeterRegistry registry) {
		Gauge
			.builder(PREFIX + "fallback", this,
					self -> self
						.value(seen -> seen.fallbacks().stream().anyMatch(active -> active.seat() == seat) ? 1 : 0))
			.description("1 while another answers than should, or in a lesser way")
			.tag("seat", seat.key())
			.strongReference(true)
			.register(registry);
	}

	private void phase(int phase, MeterRegistry registry) {
		TimeGauge.builder(PREFIX + "phase.duration", this, TimeUnit.MILLISECONDS, self -> self.value(seen -> {
			Long millis = PhaseTimes.of(phase, seen.history()).durationMillis(seen.at());
			return millis == null ? Double.NaN : millis;
		}))
			.description("how long the phase took, or takes so far")
			.tag("phase", Integer.toString(phase))
			.strongReference(true)
			.register(registry);
	}

	private void component(String name, MeterRegistry registry) {
		TimeGauge
			.builder(PREFIX + "component.startup", this, TimeUnit.MILLISECONDS,
					self -> self.value(seen -> startup(seen, name)))
			.description("how long the component's start took")
			.tag("component", name)
			.strongReference(true)
			.register(registry);
		Gauge.builder(PREFIX + "component.ready", this, self -> self.value(seen -> of(seen, name).ready() ? 1 : 0))
			.description("1 if the component is up and misses nothing it depends on")
			.tag("component", name)
			.strongReference(true)
			.register(registry);
		Gauge.builder(PREFIX + "component.errors", this, self -> self.value(seen -> of(seen, name).errorCount()))
			.description("failed starts and losses")
			.tag("component", name)
			.strongReference(true)
			.register(registry);
	}

	private void probe(SelfProbes.Target target, MeterRegistry registry) {
		TimeGauge.builder(PREFIX + "target.p95", probes, TimeUnit.MILLISECONDS, measured -> {
			ProbeWindow.Report report = measured.report(target);
			return report.isMeasured() ? report.p95().toNanos() / 1e6 : Double.NaN;
		})
			.description("95th percentile of the newest self-probes")
			.tag("target", target.key())
			.strongReference(true)
			.register(registry);
	}

	private void answers(SeatName seat, MeterRegistry registry) {
		FunctionCounter.builder(PREFIX + "seat.answers", seats, counted -> counted.answers(seat, true))
			.description("calls of a seat that an offer answered")
			.tag("seat", seat.key())
			.tag("offer", "first")
			.register(registry);
		FunctionCounter.builder(PREFIX + "seat.answers", seats, counted -> counted.answers(seat, false))
			.tag("seat", seat.key())
			.tag("offer", "later")
			.register(registry);
	}

	private Gauge.Builder<BootstrapMetrics> gauge(String name, String description, ToDoubleFunction<Snapshot> value) {
		return Gauge.builder(PREFIX + name, this, self -> self.value(value))
			.description(description)
			.strongReference(true);
	}

	private void time(String name, String description, Function<Snapshot, Duration> value, MeterRegistry registry) {
		TimeGauge
			.builder(PREFIX + name, this, TimeUnit.MILLISECONDS,
					self -> self.value(seen -> value.apply(seen).toMillis()))
			.description(description)
			.strongReference(true)
			.register(registry);
	}

	private double value(ToDoubleFunction<Snapshot> value) {
		Snapshot seen = snapshot.get();
		return seen == null ? Double.NaN : value.applyAsDouble(seen);
	}

	private static ComponentStatus of(Snapshot seen, String name) {
		return seen.components()
			.stream()
			.filter(component -> component.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("no component " + name));
	}

	private static double startup(Snapshot seen, String name) {
		Duration startup = of(seen, name).startup();
		return startup == null ? Double.NaN : startup.toMillis();
	}

}
