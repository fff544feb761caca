package org.web3ecosystem.trustchain.rfc6962;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.trustchain.ct.LogEntry;
import org.web3ecosystem.trustchain.ct.Proofs;
import org.web3ecosystem.trustchain.ct.Published;
import org.web3ecosystem.trustchain.ct.SignedTimestamp;
import org.web3ecosystem.trustchain.ct.TransparencyLog;

/**
 * A log's answers as RFC 6962, section 4, writes them: members of JSON objects, bytes in
 * Base64. Reads files.
 */
public final class Answers {

	/** The most entries of one answer. */
	public static final int MAX_ENTRIES = 256;

	/** Their size, after which no further one is added. */
	private static final int MAX_BYTES = 1 << 20;

	/**
	 * An entry is in the tree before its timestamp is told; a tree head is never older
	 * than an hour.
	 */
	private static final Duration MERGE_DELAY = Duration.ofHours(2);

	private final TransparencyLog log;

	public Answers(TransparencyLog log) {
		this.log = log;
	}

	/** Sections 4.1 and 4.2. */
	public static Map<String, Object> timestamp(SignedTimestamp timestamp) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("sct_version", 0);
		body.put("id", base64(timestamp.logId()));
		body.put("timestamp", timestamp.timestamp().toEpochMilli());
		body.put("extensions", base64(timestamp.extensions()));
		body.put("signature", base64(timestamp.signature()));
		return body;
	}

	/**
	 * What a list of logs says of this one (version 3 of Google's schema): its key and
	 * where it is.
	 * @param base where this node is reached over HTTPS
	 */
	public Map<String, Object> description(URI base) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("description", log.checkpoint().origin());
		body.put("log_id", base64(log.timestamps().logId()));
		body.put("key", base64(log.timestamps().publicKey().getEncoded()));
		body.put("url", base + "/");
		body.put("submission_url", base + "/");
		body.put("monitoring_url", base + "/ct/");
		body.put("mmd", MERGE_DELAY.toSeconds());
		return body;
	}

	/** Section 4.3. */
	public Map<String, Object> treeHead() {
		Published published = log.published();
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("tree_size", published.checkpoint().size());
		body.put("timestamp", published.head().timestamp().toEpochMilli());
		body.put("sha256_root_hash", base64(published.checkpoint().root()));
		body.put("tree_head_signature", base64(published.head().signature()));
		return body;
	}

	/**
	 * Section 4.4.
	 * @throws IllegalArgumentException if there are no such trees
	 */
	public Map<String, Object> consistency(int first, int second) {
		return Map.of("consistency", base64(log.consistency(first, second)));
	}

	/**
	 * Section 4.5; empty if no entry has this leaf hash or it is beyond the tree.
	 * @throws IllegalArgumentException if there is no such tree
	 */
	public Optional<Map<String, Object>> proof(byte[] leafHash, int size) {
		requireTree(size);
		OptionalInt index = log.find(leafHash);
		if (index.isEmpty() || index.getAsInt() >= size || !isLeaf(index.getAsInt(), leafHash)) {
			return Optional.empty();
		}
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("leaf_index", index.getAsInt());
		body.put("audit_path", base64(log.inclusion(index.getAsInt(), size)));
		return Optional.of(body);
	}

	/**
	 * Section 4.6: from the first to the last, or as many as fit in one answer.
	 * @throws IllegalArgumentException if there is no such range
	 */
	public Map<String, Object> entries(int start, int end) {
		int size = log.size();
		if (start > end || start >= size) {
			throw new IllegalArgumentException("the log has " + size + " entries, the first of them 0");
		}
		List<Map<String, Object>> entries = new ArrayList<>();
		int bytes = 0;
		int last = Math.min(Math.min(end, size - 1), start + MAX_ENTRIES - 1);
		for (int index = start; index <= last && bytes < MAX_BYTES; index++) {
			LogEntry entry = log.entry(index).orElseThrow();
			byte[] leafInput = entry.leafInput();
			byte[] extra = extraData(entry);
			bytes += leafInput.length + extra.length;
			entries.add(Map.of("leaf_input", base64(leafInput), "extra_data", base64(extra)));
		}
		return Map.of("entries", entries);
	}

	/**
	 * Section 4.8.
	 * @throws IllegalArgumentException if there is no such entry or tree
	 */
	public Map<String, Object> entryAndProof(int index, int size) {
		requireTree(size);
		if (index >= size) {
			throw new IllegalArgumentException("a tree of " + size + " has no entry " + index);
		}
		LogEntry entry = log.entry(index).orElseThrow();
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("leaf_input", base64(entry.leafInput()));
		body.put("extra_data", base64(extraData(entry)));
		body.put("audit_path", base64(log.inclusion(index, size)));
		return body;
	}

	/** Section 4.6: PrecertChainEntry, or the certificate_chain of an X509ChainEntry. */
	private byte[] extraData(LogEntry entry) {
		List<byte[]> chain = entry.chain()
			.stream()
			.map(digest -> log.issuer(digest)
				.orElseThrow(() -> new UnavailableException("the certificate of an issuer is lost")))
			.toList();
		byte[] precertificate = entry.precertificate();
		int before = (precertificate.length > 0) ? 3 + precertificate.length : 0;
		int length = chain.stream().mapToInt(each -> 3 + each.length).sum();
		ByteBuffer out = ByteBuffer.allocate(before + 3 + length);
		if (precertificate.length > 0) {
			put24(out, precertificate.length).put(precertificate);
		}
		put24(out, length);
		chain.forEach(each -> put24(out, each.length).put(each));
		return out.array();
	}

	/** The log finds entries by other digests too. */
	private boolean isLeaf(int index, byte[] hash) {
		return Arrays.equals(Proofs.leafHash(log.entry(index).orElseThrow().leafInput()), hash);
	}

	private void requireTree(int size) {
		if (size < 1 || size > log.size()) {
			throw new IllegalArgumentException("the log has " + log.size() + " entries: no tree of " + size);
		}
	}

	private static ByteBuffer put24(ByteBuffer out, int length) {
		return out.put((byte) (length >>> 16)).putShort((short) length);
	}

	private static List<String> base64(List<byte[]> hashes) {
		return hashes.stream().map(Answers::base64).toList();
	}

	private static String base64(byte[] bytes) {
		return Base64.getEncoder().encodeToString(bytes);
	}

}
