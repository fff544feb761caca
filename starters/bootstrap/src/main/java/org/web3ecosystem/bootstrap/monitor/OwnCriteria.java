package org.web3ecosystem.bootstrap.monitor;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.web3ecosystem.bootstrap.seat.Seats;
import org.web3ecosystem.bootstrap.table.GateRules;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.health.ComponentHealth;
import org.web3ecosystem.spi.health.Criterion;
import org.web3ecosystem.spi.health.CriterionId;
import org.web3ecosystem.spi.health.Feature;

/** The criteria that nobody but this component can look at. */
public final class OwnCriteria {

	/** A look that is older says nothing. */
	private static final Duration FRESH = Duration.ofSeconds(3);

	private OwnCriteria() {
	}

	/** Every component of this process that is built has started. */
	public static Criterion allServicesStarted(Components components) {
		return criterion(CriterionId.ALL_SERVICES_STARTED, () -> {
			List<ComponentStatus> statuses = components.statuses();
			List<ComponentStatus> built = statuses.stream().filter(ComponentStatus::isBuilt).toList();
			if (built.isEmpty()) {
				return Criterion.Finding.waitingFor("no component was looked at yet");
			}
			String missing = describe(built, status -> !status.isStarted());
			String absent = describe(statuses, status -> !status.isBuilt());
			String suffix = absent.isEmpty() ? "" : "; not taking part: " + absent;
			return missing.isEmpty() ? Criterion.Finding.met("started: " + names(built, status -> true) + suffix)
					: Criterion.Finding.waitingFor(missing);
		});
	}

	/** Every component of this process that is built says it is well, just now. */
	public static Criterion healthChecks(Components components, InstantSource clock) {
		return criterion(CriterionId.HEALTH_CHECKS, () -> {
			Instant oldest = clock.instant().minus(FRESH);
			List<ComponentStatus> built = components.statuses().stream().filter(ComponentStatus::isBuilt).toList();
			if (built.isEmpty()) {
				return Criterion.Finding.waitingFor("no component was looked at yet");
			}
			String ill = describe(built,
					status -> status.status() != ComponentHealth.Status.UP || status.lastCheck().isBefore(oldest));
			return ill.isEmpty() ? Criterion.Finding.met(built.size() + " components are up")
					: Criterion.Finding.waitingFor(ill);
		});
	}

	/** No fallback has answered for a while. */
	public static Criterion noFallback(Seats seats, Supplier<GateRules> rules, Instant since, InstantSource clock) {
		return criterion(CriterionId.NO_FALLBACK, () -> {
			String active = seats.fallbacks().stream().map(Object::toString).collect(Collectors.joining("; "));
			if (!active.isEmpty()) {
				return Criterion.Finding.waitingFor(active);
			}
			Duration needed = rules.get().noFallbackFor();
			Duration without = seats.withoutFallback(since, clock.instant());
			return without.compareTo(needed) >= 0
					? Criterion.Finding.met("no fallback for " + without.toSeconds() + " s") : Criterion.Finding
						.waitingFor("no fallback for " + without.toSeconds() + " s of " + needed.toSeconds() + " s");
		});
	}

	/** Every advanced feature works; those that do not are named. */
	public static Criterion advancedFeatures(Supplier<? extends Collection<Feature>> features) {
		return criterion(CriterionId.ADVANCED_FEATURES, () -> {
			Collection<Feature> all = features.get();
			if (all.isEmpty()) {
				return Criterion.Finding.waitingFor("no component says which advanced features it has");
			}
			String missing = all.stream()
				.map(OwnCriteria::missing)
				.filter(text -> !text.isEmpty())
				.collect(Collectors.joining("; "));
			return missing.isEmpty() ? Criterion.Finding.met(all.size() + " features are active")
					: Criterion.Finding.waitingFor(missing);
		});
	}

	/** The four operational targets, measured. */
	public static Criterion performanceTargets(SelfProbes probes) {
		return criterion(CriterionId.PERFORMANCE_TARGETS, probes::find);
	}

	private static String missing(Feature feature) {
		Criterion.Finding finding;
		try {
			finding = feature.finding().get();
		}
		catch (RuntimeException broken) {
			finding = Criterion.Finding.waitingFor("fails to say whether it works: " + Reason.of(broken));
		}
		return finding.met() ? "" : feature.component() + " " + feature.name() + ": " + finding.reason();
	}

	private static String describe(List<ComponentStatus> statuses, Predicate<ComponentStatus> which) {
		return statuses.stream().filter(which).map(status -> {
			String waiting = status.waitingFor().isEmpty() || status.upSince() != null ? ""
					: ", waits for " + String.join(", ", status.waitingFor());
			String reason = status.reason().isEmpty() ? "" : " (" + status.reason() + ")";
			return status.name() + " is " + status.status() + reason + waiting;
		}).collect(Collectors.joining("; "));
	}

	private static String names(List<ComponentStatus> statuses, Predicate<ComponentStatus> which) {
		return statuses.stream().filter(which).map(ComponentStatus::name).collect(Collectors.joining(", "));
	}

	private static Criterion criterion(CriterionId id, Supplier<Criterion.Finding> look) {
		return new Criterion() {

			@Override
			public CriterionId id() {
				return id;
			}

			@Override
			public Finding find() {
				return look.get();
			}

		};
	}

}
