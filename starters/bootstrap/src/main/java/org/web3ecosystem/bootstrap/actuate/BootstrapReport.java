package org.web3ecosystem.bootstrap.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.bootstrap.alert.Alert;
import org.web3ecosystem.bootstrap.monitor.ComponentStatus;
import org.web3ecosystem.bootstrap.monitor.Gates;
import org.web3ecosystem.bootstrap.monitor.Snapshot;
import org.web3ecosystem.bootstrap.phase.PhaseState;
import org.web3ecosystem.bootstrap.phase.Transition;
import org.web3ecosystem.bootstrap.seat.Fallback;
import org.web3ecosystem.bootstrap.table.Marks;
import org.web3ecosystem.bootstrap.table.PhaseRow;
import org.web3ecosystem.bootstrap.table.TableInForce;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.health.CriterionId;

/**
 * The state of the bootstrap in the form that outside tools rely on: names stay, names
 * may be added.
 */
public final class BootstrapReport {

	private final Node node;

	private final TableInForce table;

	private final boolean oneFailureDomain;

	private final Supplier<Epoch> epoch;

	private final Supplier<Roster> roster;

	private final Supplier<List<Alert>> alerts;

	private final Supplier<@Nullable Snapshot> snapshot;

	/**
	 * @param oneFailureDomain whether the federation's nodes fail together
	 * @param epoch the roster's epoch now
	 * @param roster who agrees now
	 * @param alerts what administrators were told and is not over
	 */
	public BootstrapReport(Node node, TableInForce table, boolean oneFailureDomain, Supplier<Epoch> epoch,
			Supplier<Roster> roster, Supplier<List<Alert>> alerts, Supplier<@Nullable Snapshot> snapshot) {
		this.node = node;
		this.table = table;
		this.oneFailureDomain = oneFailureDomain;
		this.epoch = epoch;
		this.roster = roster;
		this.alerts = alerts;
		this.snapshot = snapshot;
	}

	/** As nested maps, in the order of the contract; before the first look only who. */
	public Map<String, @Nullable Object> toMap() {
		Snapshot seen = snapshot.get();
		Map<String, @Nullable Object> report = new LinkedHashMap<>();
		if (seen == null) {
			report.put("phase", 0);
			report.put("complete", false);
			who(report, 0);
			report.put("status", "STARTING");
			return report;
		}
		PhaseState state = seen.state();
		report.put("phase", state.phase());
		report.put("complete", state.complete());
		who(report, state.term());
		report.put("since", state.enteredAt().toString());
		report.put("elapsedMs", Duration.between(seen.startedAt(), seen.at()).toMillis());
		report.put("totalMs", seen.total().toMillis());
		report.put("dependencyResolutionMs", seen.dependencyResolution().toMillis());
		report.put("phases", phases(seen));
		report.put("gates", gates(seen));
		report.put("components", seen.components().stream().map(component -> component(component, seen.at())).toList());
		report.put("fallbacks", seen.fallbacks().stream().map(BootstrapReport::fallback).toList());
		report.put("alerts", alerts.get().stream().map(BootstrapReport::alert).toList());
		report.put("status", seen.isDegraded() ? "DEGRADED" : "UP");
		report.put("ready", seen.isReady());
		report.put("degradations", seen.degradations());
		report.put("waitingFor", seen.waitingFor());
		report.put("retreated", retreated(seen));
		report.put("marks", marks(state.marks()));
		report.put("seats", seats(seen));
		return report;
	}

	private void who(Map<String, @Nullable Object> report, long term) {
		Genesis genesis = node.genesis();
		report.put("term", term);
		report.put("epoch", epoch.get().number());
		report.put("chainId", genesis.chainId().value());
		report.put("federation", genesis.federation());
		report.put("node", node.id().hex());
		report.put("name", node.name());
		report.put("oneFailureDomain", oneFailureDomain);
		Roster now = roster.get();
		report.put("validators", map("n", now.n(), "f", now.f(), "quorum", now.quorum()));
	}

	private List<Map<String, @Nullable Object>> phases(Snapshot seen) {
		List<Map<String, @Nullable Object>> phases = new ArrayList<>();
		for (int phase = 0; phase < PhaseRow.COUNT; phase++) {
			PhaseTimes times = PhaseTimes.of(phase, seen.history());
			Instant entered = times.entered();
			phases.add(map("phase", phase, "name", PhaseRow.nameOf(phase), "enteredAt",
					entered == null ? null : entered.toString(), "durationMs", times.durationMillis(seen.at()),
					"deadlineMs", table.now().row(phase).deadline().toMillis()));
		}
		return phases;
	}

	private static List<Map<String, @Nullable Object>> gates(Snapshot seen) {
		List<Map<String, @Nullable Object>> items = new ArrayList<>();
		for (CriterionId.Gate gate : CriterionId.Gate.values()) {
			Gates.View view = seen.gates().get(gate);
			if (view != null) {
				view.items()
					.forEach(item -> items.add(map("to", gate.to(), "id", item.id(), "criterion", criterion(item.id()),
							"status", item.status(), "reason", item.reason())));
			}
		}
		return items;
	}

	private static String criterion(String id) {
		for (CriterionId criterion : CriterionId.values()) {
			if (criterion.id().equals(id)) {
				return criterion.criterion();
			}
		}
		return id;
	}

	private static Map<String, @Nullable Object> component(ComponentStatus status, Instant now) {
		Duration startup = status.startup();
		return map("name", status.name(), "phase", status.phase(), "status", status.status().name(), "ready",
				status.ready(), "uptimeMs", status.uptime(now).toMillis(), "lastCheck", status.lastCheck().toString(),
				"startupMs", startup == null ? null : startup.toMillis(), "lastTransition",
				status.lastTransition().toString(), "errorCount", status.errorCount(), "waitingFor",
				status.waitingFor(), "reason", status.reason(), "details", status.details());
	}

	private static Map<String, @Nullable Object> fallback(Fallback fallback) {
		return map("seat", fallback.seat().key(), "offer", fallback.offer(), "instead", fallback.instead(), "since",
				fallback.since().toString(), "reason", fallback.reason());
	}

	/** Also in the stream of changes. */
	static Map<String, @Nullable Object> alert(Alert alert) {
		return map("incident", alert.incident(), "condition", alert.condition().key(), "state", alert.state().key(),
				"since", alert.since().toString(), "reason", alert.reason());
	}

	private static boolean retreated(Snapshot seen) {
		return !seen.history().isEmpty() && seen.history().getLast().kind() == Transition.Kind.RETREAT;
	}

	private static Map<String, @Nullable Object> marks(Marks marks) {
		return map("certMode", marks.certificates().key(), "consensusMode", marks.consensus().key(), "falcon",
				marks.falcon().key(), "selfSignedRefused", marks.refusesSelfSigned());
	}

	private static Map<String, @Nullable Object> seats(Snapshot seen) {
		Map<String, @Nullable Object> seats = new LinkedHashMap<>();
		seen.seats().forEach((seat, occupancy) -> {
			List<Map<String, @Nullable Object>> offers = new ArrayList<>();
			occupancy.offers()
				.forEach((name, verdict) -> offers.add(map("offer", name, "answers", verdict.isAccepted())));
			seats.put(seat.key(),
					map("offers", offers, "absent", occupancy.absent(), "status",
							occupancy.isVacant() ? "VACANT" : occupancy.isEmpty() ? "DOWN" : "UP", "reason",
							occupancy.describe()));
		});
		return seats;
	}

	private static Map<String, @Nullable Object> map(@Nullable Object... keysAndValues) {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		for (int i = 0; i < keysAndValues.length; i += 2) {
			map.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
		}
		return map;
	}

}
