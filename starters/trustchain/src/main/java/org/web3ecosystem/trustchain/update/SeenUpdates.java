package org.web3ecosystem.trustchain.update;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What was said to each update for as long as its signature could be shown again, so that
 * who sends it once more, be it the client that got no answer or somebody who listened,
 * is told the same and nothing is done twice. RFC 8945, section 5.2.3, would have the
 * time of the newest signature of a key kept; this tells more apart, also within one
 * second. Thread-safe.
 */
final class SeenUpdates {

	/** The most that are known; more are not taken until the time of some is over. */
	static final int MAX = 16_384;

	/** How often at most it is looked whose time is over, in milliseconds. */
	private static final long LOOK = 1000;

	private final Map<String, Said> seen = new HashMap<>();

	private long looked;

	private record Said(Instant until, CompletionStage<Integer> rcode) {
	}

	/**
	 * What is said to an update: what was said before, or what is found out now.
	 * @param signature the MAC, which no other message of this key has
	 * @param until when it is too old for anybody
	 * @return nothing if too many are known
	 */
	synchronized Optional<CompletionStage<Integer>> once(String key, byte[] signature, Instant until, Instant now,
			Supplier<CompletionStage<Integer>> decided) {
		String id = key + " " + HexFormat.of().formatHex(Arrays.copyOf(signature, Math.min(signature.length, 64)));
		forget(now);
		Said before = seen.get(id);
		if (before != null) {
			return Optional.of(before.rcode());
		}
		if (seen.size() >= MAX) {
			return Optional.empty();
		}
		CompletionStage<Integer> rcode = decided.get();
		seen.put(id, new Said(until, rcode));
		return Optional.of(rcode);
	}

	private void forget(Instant now) {
		if (Math.abs(now.toEpochMilli() - looked) >= LOOK) {
			looked = now.toEpochMilli();
			seen.values().removeIf(said -> said.until().isBefore(now));
		}
	}

	synchronized int size() {
		return seen.size();
	}

}
