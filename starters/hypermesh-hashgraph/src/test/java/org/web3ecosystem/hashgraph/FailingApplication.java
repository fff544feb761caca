package org.web3ecosystem.hashgraph;

import java.util.Optional;

import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.LedgerApplication;
import org.web3ecosystem.spi.consensus.LedgerState;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spitest.consensus.RecordingApplication;

/**
 * Throws at a state that is not the one it left.
 *
 * @param atBlocks whether at its first block too
 */
record FailingApplication(LedgerApplication rest, boolean atBlocks) implements LedgerApplication {

	/** Transactions in the state that tests leave it with. */
	private static final long LEFT_BEHIND = 5;

	@Override
	public Verdict check(byte[] transaction) {
		return rest.check(transaction);
	}

	@Override
	public Object prepare(byte[] transaction) {
		return rest.prepare(transaction);
	}

	@Override
	public Optional<Roster> commit(Block block, LedgerState state) {
		if (atBlocks) {
			throw new IllegalStateException("out of order");
		}
		return rest.commit(block, state);
	}

	@Override
	public void restored(LedgerState state) {
		if (RecordingApplication.count(state.get(RecordingApplication.COUNT)) > LEFT_BEHIND) {
			throw new IllegalStateException("unreadable");
		}
		rest.restored(state);
	}

	@Override
	public void misbehaviour(Misbehaviour found) {
		rest.misbehaviour(found);
	}

}
