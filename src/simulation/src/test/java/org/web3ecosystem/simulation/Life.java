package org.web3ecosystem.simulation;

/** One process of a node, from its start to its crash. What it had to do ends with it. */
final class Life {

	private boolean over;

	boolean isOver() {
		return over;
	}

	void end() {
		over = true;
	}

}
