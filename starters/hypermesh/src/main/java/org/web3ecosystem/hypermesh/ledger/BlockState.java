package org.web3ecosystem.hypermesh.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import org.web3ecosystem.hypermesh.state.GenesisState;
import org.web3ecosystem.hypermesh.state.StateTree;
import org.web3ecosystem.hypermesh.state.StateTree.Entry;
import org.web3ecosystem.spi.consensus.LedgerState;

/**
 * The state while a block is applied: the engine's, with the block's changes before it.
 * The changes are ordered by key, so that every replica hands them over in one order.
 */
final class BlockState implements LedgerState, Entries {

	private final LedgerState below;

	private final SortedMap<byte[], Optional<byte[]>> changes = new TreeMap<>(Arrays::compareUnsigned);

	private final SortedMap<Entry, Optional<byte[]>> entries = new TreeMap<>();

	private final List<String> toForget = new ArrayList<>();

	BlockState(LedgerState below) {
		this.below = below;
	}

	@Override
	public Optional<byte[]> get(byte[] key) {
		Optional<byte[]> changed = changes.get(key);
		return changed != null ? changed : below.get(key);
	}

	@Override
	public void put(byte[] key, byte[] value) {
		changes.put(key, Optional.of(value));
	}

	@Override
	public void remove(byte[] key) {
		changes.put(key, Optional.empty());
	}

	@Override
	public Optional<byte[]> entry(String module, String key) {
		return get(Records.entry(module, key));
	}

	@Override
	public void change(String module, String key, Optional<byte[]> value) {
		changes.put(Records.entry(module, key), value);
		entries.put(new Entry(module, key), value);
	}

	/** An entry of the ledger's own module that goes when the window has passed. */
	void putForTheWindow(String key, byte[] value) {
		change(GenesisState.LEDGER, key, Optional.of(value));
		toForget.add(key);
	}

	List<String> toForget() {
		return toForget;
	}

	/** Brings the tree up to date and gives its root. */
	byte[] root() {
		return StateTree.update(this, entries);
	}

	/** Hands all changes to the engine. */
	void flush() {
		changes.forEach((key, value) -> value.ifPresentOrElse(bytes -> below.put(key, bytes), () -> below.remove(key)));
	}

}
