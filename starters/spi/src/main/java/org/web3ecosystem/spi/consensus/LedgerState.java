package org.web3ecosystem.spi.consensus;

import java.util.Optional;

/** The replicated key-value state while a block is applied. Not thread-safe. */
public interface LedgerState {

	Optional<byte[]> get(byte[] key);

	void put(byte[] key, byte[] value);

	void remove(byte[] key);

}
