package org.web3ecosystem.bootstrap.table;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The whole table. It knows which offers sit where in which phase; nobody else does.
 *
 * @param initialPhase where an empty journal starts: {@code current_phase}
 * @param rows one per phase, in order
 * @param gates how gates are judged
 * @param dependencies who waits for what
 */
public record PhaseTable(int initialPhase, List<PhaseRow> rows, GateRules gates, ServiceDependencies dependencies) {

	/** Connections have one way in every phase. */
	public static final List<String> TRANSPORT = List.of("stoq");

	public PhaseTable {
		rows = List.copyOf(rows);
		if (rows.size() != PhaseRow.COUNT || initialPhase < 0 || initialPhase > PhaseRow.LAST) {
			throw new IllegalArgumentException("a table has " + PhaseRow.COUNT + " rows and starts in one of them");
		}
		for (int phase = 0; phase < PhaseRow.COUNT; phase++) {
			if (rows.get(phase).phase() != phase) {
				throw new IllegalArgumentException("the rows of a table are in order");
			}
		}
	}

	public PhaseRow row(int phase) {
		return rows.get(phase);
	}

	/** The names of all offers that sit somewhere in some phase. */
	public Set<String> offers() {
		Set<String> names = new LinkedHashSet<>(TRANSPORT);
		rows.stream()
			.flatMap(row -> Stream.of(row.certificates(), row.consensus(), row.dns()))
			.forEach((Mode mode) -> names.addAll(mode.offers()));
		return names;
	}

}
