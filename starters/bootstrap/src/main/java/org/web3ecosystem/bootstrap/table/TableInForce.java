package org.web3ecosystem.bootstrap.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The table that a running node goes by. Another may follow it whose times are other ones
 * and nothing else: who sits and what is required at least is chosen when a node starts.
 * It is taken whole or not at all, so the table in force is always one that somebody
 * wrote.
 */
public final class TableInForce {

	private static final String AT_A_START = "; it is chosen when a node starts: start it again";

	private volatile PhaseTable table;

	/**
	 * @param first what the node starts with
	 */
	public TableInForce(PhaseTable first) {
		this.table = first;
	}

	/** As it is now; whoever needs two things of it asks once. */
	public PhaseTable now() {
		return table;
	}

	/** Why a table cannot follow while the node runs, cell by cell; empty if it can. */
	public List<String> refusals(PhaseTable next) {
		PhaseTable now = table;
		List<String> reasons = new ArrayList<>();
		for (PhaseRow row : now.rows()) {
			PhaseRow other = next.row(row.phase());
			mode(row, other, "dns_mode", PhaseRow::dns, reasons);
			trust(row, other, "cert_mode", PhaseRow::certificates, reasons);
			trust(row, other, "consensus_mode", PhaseRow::consensus, reasons);
			trust(row, other, "falcon", PhaseRow::falcon, reasons);
		}
		same("phases.current_phase", now.initialPhase(), next.initialPhase(), reasons);
		same("gates.interval", now.gates().interval(), next.gates().interval(), reasons);
		same("service_dependencies", now.dependencies(), next.dependencies(), reasons);
		return reasons;
	}

	/**
	 * From the next look on.
	 * @throws IllegalArgumentException if it cannot follow
	 */
	public synchronized void follow(PhaseTable next) {
		List<String> reasons = refusals(next);
		if (!reasons.isEmpty()) {
			throw new IllegalArgumentException(String.join("; ", reasons));
		}
		table = next;
	}

	/** Where trust would be less it is said, since that no start changes either. */
	private static <M extends Enum<M> & Mode> void trust(PhaseRow row, PhaseRow other, String key,
			Function<PhaseRow, M> column, List<String> reasons) {
		M now = column.apply(row);
		M next = column.apply(other);
		if (next.compareTo(now) < 0) {
			reasons.add(cell(row, key) + " would be lowered from " + now.key() + " to " + next.key()
					+ "; what a node has required an operator lowers with reset, nobody else");
		}
		else {
			mode(row, other, key, column, reasons);
		}
	}

	private static <M extends Mode> void mode(PhaseRow row, PhaseRow other, String key, Function<PhaseRow, M> column,
			List<String> reasons) {
		M now = column.apply(row);
		M next = column.apply(other);
		if (now != next) {
			reasons.add(cell(row, key) + " would be " + next.key() + " instead of " + now.key() + AT_A_START);
		}
	}

	private static void same(String cell, Object now, Object next, List<String> reasons) {
		if (!now.equals(next)) {
			reasons.add(cell + " would be another" + AT_A_START);
		}
	}

	private static String cell(PhaseRow row, String key) {
		return "phase_" + row.phase() + "." + key;
	}

}
