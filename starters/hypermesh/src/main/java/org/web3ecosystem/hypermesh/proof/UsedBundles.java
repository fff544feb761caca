package org.web3ecosystem.hypermesh.proof;

import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

import org.web3ecosystem.hypermesh.proof.BundleVerifier.Proven;
import org.web3ecosystem.spi.Height;

/**
 * Which bundles this process has accepted. Forgets a bundle only after it became void by
 * its height; when full of live ones it takes no more, since forgetting one would accept
 * it twice.
 */
final class UsedBundles {

	/** What became of an attempt to use a bundle. */
	enum Use {

		FIRST, AGAIN, VOID, FULL

	}

	/** How many blocks a prover may be ahead of this node. */
	private static final long LEAD = 1_000;

	private final SequencedMap<String, UsedPlaces> used = new LinkedHashMap<>();

	/** What is used of a batch. */
	private record UsedPlaces(Height after, BitSet places) {

		boolean use(int place) {
			boolean first = !places.get(place);
			places.set(place);
			return first;
		}

	}

	private final int limit;

	UsedBundles(int limit) {
		this.limit = limit;
	}

	synchronized Use use(Proven bundle, Height now) {
		long age = now.number() - bundle.after().number();
		if (age > BundleVerifier.WINDOW || age < -LEAD) {
			return Use.VOID;
		}
		UsedPlaces known = used.get(bundle.batch());
		if (known != null) {
			return known.use(bundle.place()) ? Use.FIRST : Use.AGAIN;
		}
		if (used.size() >= limit) {
			forgetVoid(now);
		}
		if (used.size() >= limit) {
			return Use.FULL;
		}
		UsedPlaces places = new UsedPlaces(bundle.after(), new BitSet());
		used.put(bundle.batch(), places);
		places.use(bundle.place());
		return Use.FIRST;
	}

	private void forgetVoid(Height now) {
		Iterator<Map.Entry<String, UsedPlaces>> all = used.entrySet().iterator();
		while (all.hasNext()) {
			Height after = all.next().getValue().after();
			if (now.number() - after.number() > BundleVerifier.WINDOW) {
				all.remove();
			}
		}
	}

}
