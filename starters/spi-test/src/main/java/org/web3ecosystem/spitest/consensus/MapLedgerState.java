package org.web3ecosystem.spitest.consensus;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.spi.consensus.LedgerState;

/**
 * A replicated state that is a map.
 *
 * @param entries by key, hexadecimal
 */
public record MapLedgerState(Map<String, byte[]> entries) implements LedgerState {

	public MapLedgerState() {
		this(new HashMap<>());
	}

	@Override
	public Optional<byte[]> get(byte[] key) {
		return Optional.ofNullable(entries.get(HexFormat.of().formatHex(key))).map(byte[]::clone);
	}

	@Override
	public void put(byte[] key, byte[] value) {
		entries.put(HexFormat.of().formatHex(key), value.clone());
	}

	@Override
	public void remove(byte[] key) {
		entries.remove(HexFormat.of().formatHex(key));
	}

}
