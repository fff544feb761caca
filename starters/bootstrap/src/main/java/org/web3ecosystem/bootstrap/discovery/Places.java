package org.web3ecosystem.bootstrap.discovery;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import org.web3ecosystem.spi.discovery.Name;

/**
 * The look-ups that may be under way, in all and below one parent: names of a zone whose
 * servers are silent wait long, and must not take the places of all others. The parent is
 * taken to be the last two labels, or of names of addresses the last four. Thread-safe.
 */
final class Places {

	private static final int LABELS = 2;

	private static final int LABELS_OF_ADDRESSES = 4;

	private final int most;

	private final int mostOfParent;

	private final Map<String, Integer> taken = new HashMap<>();

	private int all;

	Places(int most, int mostOfParent) {
		this.most = most;
		this.mostOfParent = mostOfParent;
	}

	/** Takes one, which has to be {@link #free freed}; false if there is none. */
	synchronized boolean take(Name name) {
		String parent = parent(name);
		int before = taken.getOrDefault(parent, 0);
		if (all >= most || before >= mostOfParent) {
			return false;
		}
		all++;
		taken.put(parent, before + 1);
		return true;
	}

	synchronized void free(Name name) {
		all--;
		taken.computeIfPresent(parent(name), (parent, count) -> (count > 1) ? count - 1 : null);
	}

	private static String parent(Name name) {
		String[] labels = name.text().split("\\.");
		int kept = labels[labels.length - 1].equals("arpa") ? LABELS_OF_ADDRESSES : LABELS;
		return String.join(".", Arrays.asList(labels).subList(Math.max(labels.length - kept, 0), labels.length));
	}

}
