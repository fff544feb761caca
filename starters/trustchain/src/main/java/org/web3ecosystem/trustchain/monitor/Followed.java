package org.web3ecosystem.trustchain.monitor;

import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.trustchain.ct.Checkpoint;
import org.web3ecosystem.trustchain.ct.Frontier;

/**
 * How far a log was followed. Every entry is hashed again, so a checkpoint that is agreed
 * with proves at once that the log only grew and that what was read is in it. Immutable.
 *
 * @param logKey key of the log, SubjectPublicKeyInfo; empty before the first page
 * @param frontier the tree of all entries that were read
 * @param agreed size of the largest checkpoint that was agreed with
 */
record Followed(byte[] logKey, Frontier frontier, long agreed) {

	/** Nothing was read. */
	static final Followed NOTHING = new Followed(new byte[0], Frontier.EMPTY, 0);

	private static final int MAX_BYTES = 8192;

	/** What came of a page. */
	sealed interface Step {

		/**
		 * It fits.
		 *
		 * @param now how far it was followed with it
		 * @param more whether the log has further entries
		 */
		record Onward(Followed now, boolean more) implements Step {
		}

		/**
		 * The validator began another log, with another key.
		 *
		 * @param now the other one, of which nothing was read
		 */
		record Another(Followed now) implements Step {
		}

		/**
		 * The log is not the one that it was, though it is signed by the same key.
		 *
		 * @param what what is wrong with it
		 */
		record Rewritten(String what) implements Step {
		}

	}

	/**
	 * Takes the page that was asked for, from entry {@code frontier().size()} on.
	 * @throws IllegalArgumentException if it is not by this validator
	 */
	Step take(LogPage page, PublicKey validator) {
		Checkpoint checkpoint = page.checkpoint(validator);
		if (logKey.length > 0 && !Arrays.equals(logKey, page.logKey())) {
			return new Step.Another(new Followed(page.logKey(), Frontier.EMPTY, 0));
		}
		if (checkpoint.size() < agreed) {
			return new Step.Rewritten("it had " + agreed + " entries and has " + checkpoint.size());
		}
		Frontier grown = frontier;
		for (byte[] entry : page.entries()) {
			grown = grown.append(entry);
		}
		if (grown.size() > checkpoint.size()) {
			return new Step.Rewritten("it shows more entries than it signs for");
		}
		if (grown.size() < checkpoint.size()) {
			return page.entries().isEmpty() ? new Step.Rewritten("it keeps back entries that it signs for")
					: new Step.Onward(new Followed(page.logKey(), grown, agreed), true);
		}
		return Arrays.equals(grown.root(), checkpoint.root())
				? new Step.Onward(new Followed(page.logKey(), grown, grown.size()), false)
				: new Step.Rewritten("its checkpoint of " + grown.size() + " entries is not that of what it has shown");
	}

	/** Whether there is nothing new. */
	boolean isAsFarAs(Followed other) {
		return Arrays.equals(logKey, other.logKey) && frontier.size() == other.frontier.size()
				&& agreed == other.agreed;
	}

	byte[] encode() {
		return Cbor
			.struct(Map.entry("logKey", Cbor.of(logKey)), Map.entry("size", Cbor.of(frontier.size())),
					Map.entry("hashes", Cbor.of(frontier.hashes().stream().map(Cbor::of).toList())),
					Map.entry("agreed", Cbor.of(agreed)))
			.encode();
	}

	/**
	 * Reads what was kept.
	 * @throws IllegalArgumentException if it is damaged
	 */
	static Followed decode(byte[] encoded) {
		try {
			Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("logKey", "size", "hashes", "agreed");
			List<byte[]> hashes = map.array("hashes")
				.stream()
				.map(item -> (item instanceof Cbor.Bytes bytes) ? bytes.value() : new byte[0])
				.toList();
			return new Followed(map.bytes("logKey"), new Frontier(map.integer("size"), hashes), map.integer("agreed"));
		}
		catch (CborException damaged) {
			throw new IllegalArgumentException("not a followed log", damaged);
		}
	}

}
