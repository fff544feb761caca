package org.web3ecosystem.hypermesh.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import org.web3ecosystem.spi.consensus.LedgerModule;

/**
 * A module's entries while one command is applied; nothing is kept until {@link #keep}.
 */
final class CommandState implements LedgerModule.State {

	private static final int MAX_KEY = 512;

	private static final int MAX_VALUE = 64 * 1024;

	/** More changes than any honest command makes. */
	private static final int MAX_CHANGES = 1_024;

	private final String module;

	private final BlockState block;

	private final SortedMap<String, Optional<byte[]>> changes = new TreeMap<>();

	CommandState(String module, BlockState block) {
		this.module = module;
		this.block = block;
	}

	@Override
	public Optional<byte[]> get(String key) {
		Optional<byte[]> changed = changes.get(key);
		return (changed != null ? changed : block.entry(module, key)).map(byte[]::clone);
	}

	@Override
	public void put(String key, byte[] value) {
		if (value.length > MAX_VALUE) {
			throw new IllegalArgumentException("a value has at most " + MAX_VALUE + " bytes");
		}
		change(key, Optional.of(value.clone()));
	}

	@Override
	public void remove(String key) {
		change(key, Optional.empty());
	}

	@Override
	public Optional<byte[]> peek(String other, String key) {
		return other.equals(module) ? get(key) : block.entry(other, key).map(byte[]::clone);
	}

	void keep() {
		changes.forEach((key, value) -> block.change(module, key, value));
	}

	private void change(String key, Optional<byte[]> value) {
		if (key.getBytes(StandardCharsets.UTF_8).length > MAX_KEY) {
			throw new IllegalArgumentException("a key has at most " + MAX_KEY + " bytes");
		}
		changes.put(key, value);
		if (changes.size() > MAX_CHANGES) {
			throw new IllegalArgumentException("a command changes at most " + MAX_CHANGES + " entries");
		}
	}

}
