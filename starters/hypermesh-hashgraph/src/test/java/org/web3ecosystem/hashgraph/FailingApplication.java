package org.web3ecosystem.hashgraph;

import java.util.Optional;

import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.LedgerApplication;
import org.web3ecosystem.spi.consensus.LedgerState;
import org.web3ecosystem.spi.consensus.Roster;

/** Throws at its first block. */
record FailingApplication(LedgerApplication rest) implements LedgerApplication {

	@Override
	public Verdict check(byte[] transaction) {
		return rest.check(transaction);
	}

	@Override
	public Object prepare(byte[] transaction) {
		return "nothing";
	}

	@Override
	public Optional<Roster> commit(Block block, LedgerState state) {
		throw new IllegalStateException("out of order");
	}

	@Override
	public void restored(LedgerState state) {
		rest.restored(state);
	}

	@Override
	public void misbehaviour(Misbehaviour found) {
		rest.misbehaviour(found);
	}

}
