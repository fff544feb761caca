package org.web3ecosystem.hypermesh.plot;

/** Whether this node can show its plot. */
public sealed interface PlotState {

	/** It is written and registered. */
	record Ready(PlotFile file) implements PlotState {
	}

	/**
	 * Not now.
	 *
	 * @param reason what it waits for
	 */
	record Waiting(String reason) implements PlotState {
	}

}
