package org.web3ecosystem.trustchain.monitor;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.trustchain.ct.Checkpoint;
import org.web3ecosystem.trustchain.ct.LogKey;
import org.web3ecosystem.trustchain.ct.Published;
import org.web3ecosystem.trustchain.ct.TransparencyLog;

/**
 * Some entries of a log that follow one another, and its checkpoint.
 *
 * @param note the checkpoint, signed by the log's key
 * @param logKey that key, SubjectPublicKeyInfo
 * @param voucher the node key's signature over it
 * @param entries MerkleTreeLeaf structures; fewer than asked for at the log's end
 */
record LogPage(String note, byte[] logKey, byte[] voucher, List<byte[]> entries) {

	/** RPC by which a page is asked for; the request is the first entry's index. */
	static final String METHOD = "trustchain.entries";

	/** The most entries of a page. */
	static final int MAX_ENTRIES = 128;

	/** The most bytes of entries; one entry always fits. */
	private static final int MAX_ENTRY_BYTES = 256 * 1024;

	private static final int MAX_BYTES = MAX_ENTRY_BYTES + 128 * 1024;

	/**
	 * Of a log, from an index on.
	 * @param vouching the key of the node whose log it is
	 */
	static LogPage of(TransparencyLog log, int from, NodeKey vouching) {
		Published published = log.published();
		byte[] key = log.key().publicKey().getEncoded();
		List<byte[]> entries = new ArrayList<>();
		int bytes = 0;
		// never beyond the checkpoint that goes with them
		long size = published.checkpoint().size();
		for (int index = from; index < size && entries.size() < MAX_ENTRIES; index++) {
			byte[] entry = log.entry(index).orElseThrow().leafInput();
			bytes += entry.length;
			if (bytes > MAX_ENTRY_BYTES && !entries.isEmpty()) {
				break;
			}
			entries.add(entry);
		}
		return new LogPage(published.note(), key, vouching.sign(LogKey.DOMAIN, key), entries);
	}

	byte[] encode() {
		return Cbor
			.struct(Map.entry("note", Cbor.of(note)), Map.entry("logKey", Cbor.of(logKey)),
					Map.entry("voucher", Cbor.of(voucher)),
					Map.entry("entries", Cbor.of(entries.stream().map(Cbor::of).toList())))
			.encode();
	}

	/**
	 * Reads a page.
	 * @throws IllegalArgumentException if it is none
	 */
	static LogPage decode(byte[] encoded) {
		try {
			Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("note", "logKey", "voucher", "entries");
			List<byte[]> entries = map.array("entries")
				.stream()
				.map(item -> (item instanceof Cbor.Bytes bytes) ? bytes.value() : new byte[0])
				.toList();
			if (entries.size() > MAX_ENTRIES) {
				throw new IllegalArgumentException("a page of " + entries.size() + " entries");
			}
			return new LogPage(map.text("note"), map.bytes("logKey"), map.bytes("voucher"), entries);
		}
		catch (CborException malformed) {
			throw new IllegalArgumentException("not a page of a log: " + malformed.getMessage(), malformed);
		}
	}

	/**
	 * The checkpoint, if the validator vouches for the key that signed it.
	 * @throws IllegalArgumentException if it does not, or that key did not
	 */
	Checkpoint checkpoint(PublicKey validator) {
		if (!NodeKey.verify(validator, LogKey.DOMAIN, logKey, voucher)) {
			throw new IllegalArgumentException("the validator does not vouch for the key of its log");
		}
		return Checkpoint.verified(note, NodeKey.decodePublic(logKey));
	}

}
