package org.web3ecosystem.bootstrap.toml;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.web3ecosystem.bootstrap.table.Capability;
import org.web3ecosystem.bootstrap.table.CertMode;
import org.web3ecosystem.bootstrap.table.ConsensusMode;
import org.web3ecosystem.bootstrap.table.DnsMode;
import org.web3ecosystem.bootstrap.table.FalconMode;
import org.web3ecosystem.bootstrap.table.GateRules;
import org.web3ecosystem.bootstrap.table.PhaseRow;
import org.web3ecosystem.bootstrap.table.PhaseTable;
import org.web3ecosystem.bootstrap.table.ServiceDependencies;

/**
 * Makes a table of nested maps, whether they come from a file or from properties, and
 * refuses one that cannot be walked.
 */
public final class TableReader {

	private final Section root;

	private final Problems problems;

	/**
	 * @param tree as written
	 * @param where says where a dotted path stands, for a person
	 */
	public TableReader(Map<String, Object> tree, UnaryOperator<String> where) {
		this.problems = new Problems(where);
		this.root = new Section("", tree, problems);
	}

	/**
	 * @throws InvalidTableException with all mistakes, not only the first
	 */
	public PhaseTable read() {
		root.only("phases", "phase_0", "phase_1", "phase_2", "phase_3", "gates", "service_dependencies");
		int initial = initialPhase();
		List<PhaseRow> rows = rows();
		GateRules gates = gates();
		ServiceDependencies dependencies = dependencies();
		problems.throwIfAny();
		new Possibility(problems).check(rows, dependencies);
		problems.throwIfAny();
		return new PhaseTable(initial, rows, gates, dependencies);
	}

	private int initialPhase() {
		Section phases = root.section("phases").only("current_phase");
		long phase = phases.integer("current_phase", 0);
		if (phase < 0 || phase > PhaseRow.LAST) {
			problems.add("phases.current_phase", "there is no phase " + phase,
					"Write 0: a new directory starts there, and an old one goes on where its journal says.");
			return 0;
		}
		return (int) phase;
	}

	private List<PhaseRow> rows() {
		List<PhaseRow> rows = new ArrayList<>();
		for (int phase = 0; phase < PhaseRow.COUNT; phase++) {
			String table = "phase_" + phase;
			if (root.has(table)) {
				rows.add(row(phase, root.section(table)));
			}
			else {
				problems.add(table, "[" + table + "] is missing",
						"Add [" + table + "] with dns_mode, cert_mode and consensus; all four phases are needed.");
			}
		}
		return rows;
	}

	private PhaseRow row(int phase, Section section) {
		section.only("dns_mode", "cert_mode", "consensus", "consensus_mode", "falcon", "deadline", "min_duration");
		return new PhaseRow(phase, section.mode("dns_mode", DnsMode.class, DnsMode.TRADITIONAL, true),
				section.mode("cert_mode", CertMode.class, CertMode.SELF_SIGNED, true), consensus(section),
				section.mode("falcon", FalconMode.class, PhaseRow.defaultFalcon(phase), false),
				section.duration("deadline", PhaseRow.defaultDeadline(phase), true),
				section.duration("min_duration", Duration.ZERO, false));
	}

	private ConsensusMode consensus(Section section) {
		boolean on = section.bool("consensus");
		if (on) {
			ConsensusMode mode = section.mode("consensus_mode", ConsensusMode.class, ConsensusMode.OPTIONAL, true);
			if (mode == ConsensusMode.NONE) {
				problems.add(section.path("consensus_mode"), "consensus = true with consensus_mode \"none\"",
						"Write optional, recommended or mandatory, or consensus = false without a mode.");
			}
			return mode;
		}
		if (section.has("consensus_mode")) {
			problems.add(section.path("consensus_mode"),
					"consensus = false, yet consensus_mode says how much of it is wanted",
					"Write consensus = true, or leave consensus_mode out.");
		}
		return ConsensusMode.NONE;
	}

	private GateRules gates() {
		Section section = root.section("gates")
			.only("min_healthy", "interval", "no_fallback_for", "retreat_after", "hysteresis_cap", "total");
		GateRules defaults = GateRules.DEFAULT;
		Duration minHealthy = section.duration("min_healthy", defaults.minHealthy(), false);
		Duration cap = section.duration("hysteresis_cap", defaults.hysteresisCap(), false);
		if (cap.compareTo(minHealthy) < 0) {
			problems.add("gates.hysteresis_cap", "hysteresis_cap is shorter than min_healthy",
					"Make hysteresis_cap at least min_healthy.");
			cap = minHealthy;
		}
		return new GateRules(minHealthy, section.duration("interval", defaults.interval(), true),
				section.duration("no_fallback_for", defaults.noFallbackFor(), false),
				section.duration("retreat_after", defaults.retreatAfter(), true), cap,
				section.duration("total", defaults.total(), true));
	}

	private ServiceDependencies dependencies() {
		Section all = root.section("service_dependencies");
		Map<String, List<List<Capability>>> byComponent = new LinkedHashMap<>();
		for (String component : all.keys()) {
			Section section = all.section(component).only("phase_0", "phase_1", "phase_2", "phase_3");
			List<List<Capability>> phases = new ArrayList<>();
			for (int phase = 0; phase < PhaseRow.COUNT; phase++) {
				phases.add(capabilities(section, "phase_" + phase));
			}
			byComponent.put(component, phases);
		}
		return new ServiceDependencies(byComponent);
	}

	private List<Capability> capabilities(Section section, String key) {
		List<Capability> found = new ArrayList<>();
		for (String name : section.strings(key)) {
			Capability.find(name)
				.ifPresentOrElse(found::add, () -> problems.add(section.path(key), "nobody provides '" + name + "'",
						"Write one of: " + Capability.known() + "."));
		}
		return found;
	}

}
