package org.web3ecosystem.bootstrap.table;

import java.util.List;

/**
 * How much must be proven, least first: {@code consensus_mode}, or none with
 * {@code consensus = false}.
 */
public enum ConsensusMode implements Mode {

	NONE("none", List.of()),

	/** Runs, is recorded, never blocks. */
	OPTIONAL("optional", List.of("observe")),

	/** Required for critical operations. */
	RECOMMENDED("recommended", List.of("quorum")),

	/** Required for all. */
	MANDATORY("mandatory", List.of("mandatory"));

	private final String key;

	private final List<String> offers;

	ConsensusMode(String key, List<String> offers) {
		this.key = key;
		this.offers = offers;
	}

	@Override
	public String key() {
		return key;
	}

	@Override
	public List<String> offers() {
		return offers;
	}

}
