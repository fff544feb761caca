package org.web3ecosystem.hypermesh.ledger;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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
import org.web3ecosystem.spi.consensus.EngineReport;

/**
 * What has been committed, to be read from any thread. A state that has fallen behind
 * what was read of it is not answered from: whatever is missing would be taken for what
 * never was.
 */
final class CommittedState {

	private static final Logger logger = System.getLogger(ReplicatedLedger.class.getName());

	/** How often a proof is begun anew because a block came in between. */
	private static final int TRIES = 64;

	private final ConsensusEngine engine;

	private final RisingHeight heights = new RisingHeight();

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
		RisingHeight.Look look = heights.look();
		Optional<byte[]> value = engine.read(key);
		require(look, Records.height(engine::read));
		return value;
	}

	/** As one state. */
	ConsensusEngine.Snapshot hold() {
		RisingHeight.Look look = heights.look();
		ConsensusEngine.Snapshot held = engine.snapshot();
		try {
			require(look, Records.height(held::get));
			return held;
		}
		catch (RuntimeException refused) {
			held.close();
			throw refused;
		}
	}

	Height height() {
		RisingHeight.Look look = heights.look();
		Height now = Records.height(engine::read);
		require(look, now);
		return now;
	}

	/** The height, and the last that was seen if the state cannot be read. */
	Height known() {
		try {
			return height();
		}
		catch (UnavailableException unreadable) {
			return heights.highest();
		}
	}

	/** Why nothing is read from here any more. */
	Optional<String> fall() {
		return heights.fall().map(RisingHeight.Fall::toString);
	}

	/** The engine has another state, which it tells of before anything is made of it. */
	void restored() {
		heights.restored();
	}

	private void require(RisingHeight.Look look, Height now) {
		// while the engine starts it may have another state, of which it is about to tell
		if (now.compareTo(look.lowest()) >= 0 || engine.report().status() != EngineReport.Status.STARTING) {
			heights.saw(look, now).ifPresent(fall -> logger.log(Level.ERROR, fall.toString()));
		}
		heights.fall().ifPresent(fall -> {
			throw new UnavailableException(fall.toString());
		});
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
