package org.web3ecosystem.hypermesh.proof;

import java.util.Optional;

import org.web3ecosystem.hypermesh.state.ProvenEntry;

/** Keeps the newest attested entry with this node's stake, for whoever must show it. */
public final class StakeWitness {

	private volatile Optional<ProvenEntry> newest = Optional.empty();

	/**
	 * @param entry verified or made by this node
	 */
	public void saw(ProvenEntry entry) {
		newest = Optional.of(entry);
	}

	Optional<ProvenEntry> newest() {
		return newest;
	}

}
