package org.web3ecosystem.bootstrap.toml;

import java.util.List;
import java.util.stream.Collectors;

import org.web3ecosystem.bootstrap.table.Capability;
import org.web3ecosystem.bootstrap.table.CertMode;
import org.web3ecosystem.bootstrap.table.ConsensusMode;
import org.web3ecosystem.bootstrap.table.Mode;
import org.web3ecosystem.bootstrap.table.PhaseRow;
import org.web3ecosystem.bootstrap.table.ServiceDependencies;

/** Refuses tables whose every line is right and that still cannot be walked. */
final class Possibility {

	private final Problems problems;

	Possibility(Problems problems) {
		this.problems = problems;
	}

	void check(List<PhaseRow> rows, ServiceDependencies dependencies) {
		for (PhaseRow row : rows) {
			alone(row);
			if (row.phase() > 0) {
				notWeaker(rows.get(row.phase() - 1), row);
			}
		}
		waits(dependencies);
	}

	private void alone(PhaseRow row) {
		String table = "phase_" + row.phase();
		if (row.certificates() == CertMode.CONSENSUS_VALIDATED && row.consensus() == ConsensusMode.NONE) {
			problems.add(table + ".consensus", "cert_mode \"consensus_validated\" without consensus",
					"Write consensus = true in [" + table + "], or a weaker cert_mode.");
		}
		if (row.minDuration().compareTo(row.deadline()) >= 0) {
			problems.add(table + ".min_duration", "min_duration is not shorter than deadline",
					"A phase that must last longer than it may is degraded by its own table: lower min_duration.");
		}
	}

	private void notWeaker(PhaseRow before, PhaseRow row) {
		notWeaker("cert_mode", before.phase(), before.certificates(), row.certificates());
		notWeaker("consensus_mode", before.phase(), before.consensus(), row.consensus());
		notWeaker("falcon", before.phase(), before.falcon(), row.falcon());
	}

	private <M extends Enum<M> & Mode> void notWeaker(String key, int phase, M before, M after) {
		if (after.compareTo(before) < 0) {
			problems.add("phase_" + (phase + 1) + "." + key,
					key + " gets weaker: \"" + before.key() + "\" in phase " + phase + ", then \"" + after.key() + "\"",
					"Trust only grows on the way up: write \"" + before.key() + "\" or stronger.");
		}
	}

	private void waits(ServiceDependencies dependencies) {
		dependencies.byComponent().forEach((component, phases) -> {
			for (int phase = 0; phase < PhaseRow.COUNT; phase++) {
				for (Capability capability : phases.get(phase)) {
					inTime(component, phase, capability);
				}
			}
		});
		dependencies.cycle().ifPresent(this::cycle);
	}

	private void inTime(String component, int phase, Capability capability) {
		if (capability.from() > phase) {
			problems.add(path(component, phase),
					component + " waits in phase " + phase + " for '" + capability.key()
							+ "', which is first provided in phase " + capability.from(),
					"Move it to phase_" + capability.from() + " or later.");
		}
	}

	private void cycle(List<Capability> cycle) {
		Capability first = cycle.getFirst();
		String text = cycle.stream()
			.map(capability -> capability.key() + " (" + capability.component() + ")")
			.collect(Collectors.joining(" needs "));
		problems.add(path(first.component(), first.from()), "these wait for each other for ever: " + text,
				"Move one of them to a later phase, after the other is provided.");
	}

	private static String path(String component, int phase) {
		return "service_dependencies." + component + ".phase_" + phase;
	}

}
