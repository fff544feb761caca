package org.web3ecosystem.platform.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A node's state in words. */
public final class StatusReport {

	private StatusReport() {
	}

	/** The lines that {@code status} prints. */
	public static List<String> lines(NodeState state) {
		List<String> lines = new ArrayList<>();
		lines.add(headline(state));
		lines.add(roster(state));
		for (int to = 1; to <= NodeState.COMPLETE; to++) {
			for (NodeState.GateState gate : state.gate(to)) {
				lines.add("  " + (gate.met() ? "✓" : "…") + " to "
						+ (to == NodeState.COMPLETE ? "complete" : "phase " + to) + ": " + gate.criterion()
						+ (gate.why().isEmpty() ? "" : " (" + gate.why() + ")"));
			}
		}
		state.components()
			.forEach(component -> lines
				.add("  " + component.name() + ": " + component.status().toLowerCase(Locale.ROOT)));
		state.degradations().forEach(degradation -> lines.add("  degraded: " + degradation));
		return lines;
	}

	private static String headline(NodeState state) {
		return "phase " + state.phase() + (state.complete() ? ", complete" : "") + (state.ready() ? "" : ", not ready")
				+ (state.degraded() ? ", degraded" : "") + (state.retreated() ? ", retreated" : "") + " (term "
				+ state.term() + ", chain " + state.chainId() + ")";
	}

	private static String roster(NodeState state) {
		NodeState.Validators validators = state.validators();
		return validators.n() + " validators, f=" + validators.f() + ", quorum " + validators.quorum()
				+ (state.oneFailureDomain() ? ", one failure domain" : "");
	}

}
