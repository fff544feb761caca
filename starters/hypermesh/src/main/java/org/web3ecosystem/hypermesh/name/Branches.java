package org.web3ecosystem.hypermesh.name;

import java.nio.charset.StandardCharsets;

import org.web3ecosystem.spi.consensus.LedgerModule.State;
import org.web3ecosystem.spi.discovery.Name;

/**
 * Which names have names below them, in the state: {@code below/<name>} how many of the
 * names one label longer exist, with an entry of their own or because of names below (RFC
 * 8020).
 */
record Branches(Zone zone, State state) {

	/** A name has got an entry. */
	void grow(Name name) {
		if (count(name) > 0) {
			return;
		}
		for (Name above : zone.ancestors(name)) {
			long before = count(above);
			put(above, before + 1);
			if (before > 0 || hasEntry(above)) {
				return;
			}
		}
	}

	/** A name has an entry no more. */
	void wither(Name name) {
		if (count(name) > 0) {
			return;
		}
		for (Name above : zone.ancestors(name)) {
			long before = count(above);
			put(above, before - 1);
			if (before > 1 || hasEntry(above)) {
				return;
			}
		}
	}

	private boolean hasEntry(Name name) {
		return state.get(NameModule.key(name)).isPresent();
	}

	private long count(Name name) {
		return state.get(NameModule.below(name)).map(NameModule::text).map(Long::parseLong).orElse(0L);
	}

	private void put(Name name, long count) {
		String key = NameModule.below(name);
		if (count > 0) {
			state.put(key, Long.toString(count).getBytes(StandardCharsets.US_ASCII));
		}
		else {
			state.remove(key);
		}
	}

}
