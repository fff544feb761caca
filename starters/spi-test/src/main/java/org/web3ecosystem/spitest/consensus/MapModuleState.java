package org.web3ecosystem.spitest.consensus;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.genesis.Genesis;

/**
 * The entries of a ledger module that is alone: a map.
 *
 * @param entries by key
 */
public record MapModuleState(Map<String, byte[]> entries) implements LedgerModule.State {

	public MapModuleState() {
		this(new HashMap<>());
	}

	@Override
	public Optional<byte[]> get(String key) {
		return Optional.ofNullable(entries.get(key)).map(byte[]::clone);
	}

	@Override
	public void put(String key, byte[] value) {
		entries.put(key, value.clone());
	}

	@Override
	public void remove(String key) {
		entries.remove(key);
	}

	@Override
	public Optional<byte[]> peek(String module, String key) {
		return Optional.empty();
	}

	/** The newest rules. */
	@Override
	public long protocol() {
		return Genesis.PROTOCOL_VERSION;
	}

	@Override
	public Verdict call(String module, byte[] body) {
		return Verdict.rejected("there is no module '" + module + "'");
	}

}
