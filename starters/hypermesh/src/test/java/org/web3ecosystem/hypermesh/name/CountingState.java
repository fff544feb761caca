package org.web3ecosystem.hypermesh.name;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.LedgerModule;

/** Counts what is read and written. */
record CountingState(LedgerModule.State state, AtomicInteger touched) implements LedgerModule.State {

	@Override
	public Optional<byte[]> get(String key) {
		touched.incrementAndGet();
		return state.get(key);
	}

	@Override
	public void put(String key, byte[] value) {
		touched.incrementAndGet();
		state.put(key, value);
	}

	@Override
	public void remove(String key) {
		touched.incrementAndGet();
		state.remove(key);
	}

	@Override
	public Optional<byte[]> peek(String module, String key) {
		return state.peek(module, key);
	}

	@Override
	public Verdict call(String module, byte[] body) {
		return state.call(module, body);
	}

}
