package org.web3ecosystem.hypermesh.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import org.web3ecosystem.hypermesh.state.StateTree.Entry;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.LedgerModule;

/**
 * The entries as one command of a module sees and changes them; nothing is kept until
 * {@link #keep}. A call of another module is a layer of its own above this one.
 */
final class CommandState implements LedgerModule.State, Entries {

	private static final int MAX_KEY = 512;

	private static final int MAX_VALUE = 64 * 1024;

	/** More changes than any honest command makes. */
	private static final int MAX_CHANGES = 1_024;

	private final String module;

	private final Entries below;

	private final Calls calls;

	private final SortedMap<Entry, Optional<byte[]>> changes = new TreeMap<>();

	/** How another module is called. */
	interface Calls {

		/**
		 * Applies a command that a module's command asks for.
		 * @param state what it may change; kept by the implementation if it accepts
		 */
		Verdict call(String module, byte[] body, CommandState state);

	}

	CommandState(String module, Entries below, Calls calls) {
		this.module = module;
		this.below = below;
		this.calls = calls;
	}

	/** The module whose command asked for this one. */
	Optional<String> caller() {
		return below instanceof CommandState asking ? Optional.of(asking.module) : Optional.empty();
	}

	/** Whether a command of this module waits below, or is this one. */
	boolean isUnderWay(String other) {
		return module.equals(other) || below instanceof CommandState caller && caller.isUnderWay(other);
	}

	@Override
	public Optional<byte[]> get(String key) {
		return entry(module, key).map(byte[]::clone);
	}

	@Override
	public void put(String key, byte[] value) {
		if (value.length > MAX_VALUE) {
			throw new IllegalArgumentException("a value has at most " + MAX_VALUE + " bytes");
		}
		change(module, key, Optional.of(value.clone()));
	}

	@Override
	public void remove(String key) {
		change(module, key, Optional.empty());
	}

	@Override
	public Optional<byte[]> peek(String other, String key) {
		return entry(other, key).map(byte[]::clone);
	}

	@Override
	public Verdict call(String other, byte[] body) {
		return isUnderWay(other) ? Verdict.rejected("module '" + other + "' is waiting for this call itself")
				: calls.call(other, body.clone(), new CommandState(other, this, calls));
	}

	@Override
	public Optional<byte[]> entry(String other, String key) {
		Optional<byte[]> changed = changes.get(new Entry(other, key));
		return changed != null ? changed : below.entry(other, key);
	}

	@Override
	public void change(String other, String key, Optional<byte[]> value) {
		if (key.getBytes(StandardCharsets.UTF_8).length > MAX_KEY) {
			throw new IllegalArgumentException("a key has at most " + MAX_KEY + " bytes");
		}
		changes.put(new Entry(other, key), value);
		if (changes.size() > MAX_CHANGES) {
			throw new IllegalArgumentException("a command changes at most " + MAX_CHANGES + " entries");
		}
	}

	void keep() {
		changes.forEach((entry, value) -> below.change(entry.module(), entry.key(), value));
	}

}
