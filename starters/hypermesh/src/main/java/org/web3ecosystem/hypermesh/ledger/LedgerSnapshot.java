package org.web3ecosystem.hypermesh.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.web3ecosystem.hypermesh.roster.RosterModule;
import org.web3ecosystem.hypermesh.state.AttestedRoot;
import org.web3ecosystem.hypermesh.state.Handover;
import org.web3ecosystem.hypermesh.state.InclusionProof;
import org.web3ecosystem.hypermesh.state.StateTree;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.consensus.ConsensusEngine;

/**
 * The whole ledger at one height, with a root that more than two thirds signed. Blocks go
 * on beside it, and the engine keeps what it would have let go: close it soon. For one
 * thread.
 */
public final class LedgerSnapshot implements AutoCloseable {

	private final ConsensusEngine.Snapshot state;

	private final AttestedRoot root;

	LedgerSnapshot(ConsensusEngine.Snapshot state, AttestedRoot root) {
		this.state = state;
		this.root = root;
	}

	/** Is shown every entry. */
	@FunctionalInterface
	public interface Visitor<E extends Exception> {

		/** The next entry, with its proof under {@link #root}. */
		void entry(String module, String key, byte[] value, InclusionProof proof) throws E;

	}

	public AttestedRoot root() {
		return root;
	}

	/** Those of the epochs from 1 to that of the root. */
	public List<Handover> rosters() {
		List<Handover> rosters = new ArrayList<>();
		for (Epoch epoch = Epoch.GENESIS; epoch.compareTo(root.root().epoch()) < 0;) {
			epoch = epoch.next();
			rosters.add(Handover.decode(value(new StateTree.Entry(RosterModule.NAME, RosterModule.epoch(epoch)))));
		}
		return rosters;
	}

	/**
	 * Shows every entry, in an order that follows from the entries alone. Keeps one of
	 * them in memory.
	 */
	public <E extends Exception> void walk(Visitor<E> visitor) throws E {
		StateTree.<E>walk(state::get,
				(entry, proof) -> visitor.entry(entry.module(), entry.key(), value(entry), proof));
	}

	/** Is shown entries without their proofs. */
	@FunctionalInterface
	public interface Reader {

		/** The next entry. */
		void entry(String module, String key, byte[] value);

	}

	/** Shows every entry of these modules, in the order of {@link #walk(Visitor)}. */
	public void walk(Set<String> modules, Reader reader) {
		StateTree.<RuntimeException>walk(state::get, (entry, proof) -> {
			if (modules.contains(entry.module())) {
				reader.entry(entry.module(), entry.key(), value(entry));
			}
		});
	}

	private byte[] value(StateTree.Entry entry) {
		return state.get(Records.entry(entry.module(), entry.key()))
			.orElseThrow(() -> new IllegalStateException(
					"the state tree has an entry that is not there: " + entry.module() + "/" + entry.key()));
	}

	@Override
	public void close() {
		state.close();
	}

}
