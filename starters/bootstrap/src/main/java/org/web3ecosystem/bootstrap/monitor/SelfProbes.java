package org.web3ecosystem.bootstrap.monitor;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.bootstrap.table.PhaseRow;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.health.Criterion;

/**
 * Measures the roadmap's four operational targets on this node itself, through the seats
 * that everybody uses: one probe per target every two seconds, in the last phase only.
 */
public final class SelfProbes {

	/** What the roadmap promises at the 95th percentile. */
	public enum Target {

		DNS_RESOLUTION("dns_resolution", Duration.ofMillis(10)),

		CERTIFICATE_VALIDATION("certificate_validation", Duration.ofMillis(50)),

		CONSENSUS_VALIDATION("consensus_validation", Duration.ofMillis(100)),

		SERVICE_DISCOVERY("service_discovery", Duration.ofMillis(20));

		private final String key;

		private final Duration limit;

		Target(String key, Duration limit) {
			this.key = key;
			this.limit = limit;
		}

		public String key() {
			return key;
		}

		public Duration limit() {
			return limit;
		}

	}

	/** Measures once; completes with how long it took or fails with why it could not. */
	@FunctionalInterface
	public interface Probe {

		CompletionStage<Duration> measure();

	}

	/** As long as {@code complete} waits for what is measured. */
	static final Duration EVERY = Duration.ofSeconds(2);

	/** From then on; each proof that is made for it has its price. */
	static final Duration COMPLETE_EVERY = Duration.ofSeconds(10);

	private final Map<Target, ProbeWindow> windows = new EnumMap<>(Target.class);

	private final Map<Target, Probe> probes;

	private final InstantSource clock;

	private Instant next = Instant.MIN;

	private volatile Duration every = EVERY;

	public SelfProbes(Map<Target, Probe> probes, InstantSource clock) {
		this.probes = new EnumMap<>(probes);
		this.clock = clock;
		List.of(Target.values()).forEach(target -> windows.put(target, new ProbeWindow()));
	}

	/** Begins the probes that are due. One that has not ended is not begun again. */
	void tick(int phase, boolean complete, Instant now) {
		if (phase < PhaseRow.LAST || now.isBefore(next)) {
			return;
		}
		every = complete ? COMPLETE_EVERY : EVERY;
		next = now.plus(every);
		probes.forEach((target, probe) -> {
			ProbeWindow window = window(target);
			if (window.begin()) {
				measure(probe, window);
			}
		});
	}

	/** Whether all targets are met, and what was measured. */
	Criterion.Finding find() {
		StringBuilder text = new StringBuilder();
		boolean met = true;
		for (Target target : Target.values()) {
			ProbeWindow.Report report = report(target);
			met &= report.meets(target.limit());
			text.append(text.isEmpty() ? "" : "; ").append(target.key()).append(' ').append(report.describe(target));
		}
		return new Criterion.Finding(met, text.toString());
	}

	/** What was measured of a target lately: in the time of thirty probes. */
	public ProbeWindow.Report report(Target target) {
		return window(target).report(clock.instant(), every.multipliedBy(ProbeWindow.LENGTH));
	}

	private ProbeWindow window(Target target) {
		return Objects.requireNonNull(windows.get(target));
	}

	private void measure(Probe probe, ProbeWindow window) {
		CompletionStage<Duration> measured;
		try {
			measured = probe.measure();
		}
		catch (RuntimeException failure) {
			window.failed(clock.instant(), Reason.of(failure));
			return;
		}
		measured.whenComplete((took, failure) -> {
			if (failure == null) {
				window.took(clock.instant(), took);
			}
			else {
				window.failed(clock.instant(), Reason.of(failure));
			}
		});
	}

}
