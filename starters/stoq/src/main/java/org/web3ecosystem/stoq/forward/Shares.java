package org.web3ecosystem.stoq.forward;

import java.util.HashMap;
import java.util.Map;

/** So many of something for each, and nobody takes another's. Thread-safe. */
final class Shares {

	private final int each;

	private final Map<Object, Integer> taken = new HashMap<>();

	Shares(int each) {
		this.each = each;
	}

	synchronized boolean take(Object who) {
		int before = taken.getOrDefault(who, 0);
		if (before >= each) {
			return false;
		}
		taken.put(who, before + 1);
		return true;
	}

	synchronized void giveBack(Object who) {
		taken.computeIfPresent(who, (same, count) -> (count > 1) ? count - 1 : null);
	}

}
