package org.web3ecosystem.hypermesh.ledger;

import java.util.List;
import java.util.Optional;

import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.hypermesh.state.AttestedRoot;
import org.web3ecosystem.hypermesh.state.InclusionProof;
import org.web3ecosystem.hypermesh.state.StateRoot;
import org.web3ecosystem.hypermesh.state.StateTree;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.consensus.ConsensusEngine;

/** What has been committed, to be read from any thread. */
final class CommittedState {

	/** How often a proof is begun anew because a block came in between. */
	private static final int TRIES = 64;

	private final ConsensusEngine engine;

	CommittedState(ConsensusEngine engine) {
		this.engine = engine;
	}

	/** An entry under a root of this node, not yet signed by others. */
	record Draft(String module, String key, Optional<byte[]> value, InclusionProof proof, StateRoot root) {

		ProvenEntry attestedBy(AttestedRoot attested) {
			return new ProvenEntry(module, key, value, proof, attested);
		}

		private boolean isConsistent() {
			return attestedBy(new AttestedRoot(root, List.of())).isConsistent();
		}

	}

	Optional<byte[]> read(byte[] key) {
		return engine.read(key);
	}

	Height height() {
		return Records.height(this::read);
	}

	Optional<StateRoot> root(Height height) {
		return Records.root(this::read, height);
	}

	/**
	 * A proof needs many reads, and all must see the same block: it is tried again until
	 * they did.
	 */
	Draft prove(String module, String key) {
		for (int i = 0; i < TRIES; i++) {
			Optional<StateRoot> root = root(height());
			if (root.isPresent()) {
				Optional<byte[]> value = read(Records.entry(module, key));
				Draft draft = new Draft(module, key, value, StateTree.prove(this::read, module, key), root.get());
				if (draft.isConsistent()) {
					return draft;
				}
			}
		}
		throw new UnavailableException("the state changes too fast to prove " + module + "/" + key);
	}

}
