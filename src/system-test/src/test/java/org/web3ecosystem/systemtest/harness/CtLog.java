package org.web3ecosystem.systemtest.harness;

import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of a log that believes nothing: RFC 6962 read again, with the JDK alone and
 * none of the product's code.
 */
public final class CtLog {

	private static final JsonMapper JSON = new JsonMapper();

	private static final byte[] TIMESTAMPS = { 0x06, 0x0a, 0x2b, 6, 1, 4, 1, (byte) 0xd6, 0x79, 2, 4, 2 };

	private final Function<String, String> get;

	private final PublicKey key;

	private final byte[] id;

	/** A tree head whose signature is good. */
	public record TreeHead(long size, byte[] root) {
	}

	/** The log behind {@code get}, which answers a path with a body. */
	public CtLog(Function<String, String> get) {
		this.get = get;
		JsonNode about = JSON.readTree(get.apply("/ct/log.v3.json"));
		byte[] encoded = bytes(about.path("key"));
		this.key = key(encoded);
		this.id = sha256(encoded);
		require(Arrays.equals(id, bytes(about.path("log_id"))), "the log's id is the digest of its key");
	}

	/** SHA-256 of the key. */
	public byte[] id() {
		return id.clone();
	}

	/** Section 4.3, and 3.5 for what is signed. */
	public TreeHead treeHead() {
		JsonNode head = ask("/ct/v1/get-sth");
		byte[] root = bytes(head.path("sha256_root_hash"));
		byte[] signed = ByteBuffer.allocate(50)
			.put((byte) 0)
			.put((byte) 1)
			.putLong(head.path("timestamp").asLong())
			.putLong(head.path("tree_size").asLong())
			.put(root)
			.array();
		require(verify(signed, bytes(head.path("tree_head_signature"))), "the tree head's signature");
		return new TreeHead(head.path("tree_size").asLong(), root);
	}

	/** Section 4.4: that one tree head is the beginning of the other. */
	public void requireConsistent(TreeHead first, TreeHead second) {
		List<byte[]> proof = hashes(ask("/ct/v1/get-sth-consistency?first=" + first.size() + "&second=" + second.size())
			.path("consistency"));
		byte[][] both = consistent(first, second, proof);
		require(Arrays.equals(both[0], first.root()) && Arrays.equals(both[1], second.root()),
				"consistency of " + first.size() + " and " + second.size());
	}

	/**
	 * That a certificate has a timestamp of this log, that the timestamp is good, and
	 * that the entry it speaks of is in the tree.
	 * @return place of the entry
	 */
	public long requireLogged(X509Certificate leaf, X509Certificate issuer, TreeHead head) {
		try {
			byte[] entry = timestamped(leaf.getEncoded(), sha256(issuer.getPublicKey().getEncoded()));
			byte[] hash = sha256(new byte[] { 0 }, entry);
			JsonNode proof = ask("/ct/v1/get-proof-by-hash?tree_size=" + head.size() + "&hash="
					+ URLEncoder.encode(Base64.getEncoder().encodeToString(hash), StandardCharsets.US_ASCII));
			long index = proof.path("leaf_index").asLong();
			require(Arrays.equals(included(hash, index, head.size(), hashes(proof.path("audit_path"))), head.root()),
					"the entry is in the tree");
			return index;
		}
		catch (GeneralSecurityException unreadable) {
			throw new AssertionError(unreadable);
		}
	}

	/** All entries of a tree, each hashed again, and the root over them compared. */
	public List<byte[]> entries(TreeHead head) {
		List<byte[]> leaves = new ArrayList<>();
		while (leaves.size() < head.size()) {
			JsonNode page = ask("/ct/v1/get-entries?start=" + leaves.size() + "&end=" + (head.size() - 1))
				.path("entries");
			require(!page.isEmpty(), "an answer has at least one entry");
			page.values().forEach(each -> leaves.add(bytes(each.path("leaf_input"))));
		}
		List<byte[]> hashes = leaves.stream().map(leaf -> sha256(new byte[] { 0 }, leaf)).toList();
		require(Arrays.equals(root(hashes), head.root()), "the root is that of the entries");
		return leaves;
	}

	/** The MerkleTreeLeaf that the timestamp in a certificate was given for. */
	private byte[] timestamped(byte[] certificate, byte[] issuerKeyHash) {
		List<Der> parts = Der.parse(certificate).children().getFirst().children();
		Der wrapper = parts.getLast();
		List<Der> extensions = wrapper.children().getFirst().children();
		List<Der> kept = new ArrayList<>();
		byte[] list = new byte[0];
		for (Der extension : extensions) {
			if (Arrays.equals(extension.children().getFirst().encode(), TIMESTAMPS)) {
				list = Der.parse(extension.children().getLast().content()).content();
			}
			else {
				kept.add(extension);
			}
		}
		List<Der> stripped = new ArrayList<>(parts.subList(0, parts.size() - 1));
		stripped.add(wrapper.with(List.of(wrapper.children().getFirst().with(kept))));
		byte[] tbs = Der.parse(certificate).children().getFirst().with(stripped).encode();
		return entry(list, issuerKeyHash, tbs);
	}

	/** Section 3.2 and 3.3. */
	private byte[] entry(byte[] list, byte[] issuerKeyHash, byte[] tbs) {
		ByteBuffer in = ByteBuffer.wrap(list);
		require(list.length > 0 && in.getShort() == list.length - 2, "a list of timestamps");
		byte[] one = vector(in);
		ByteBuffer timestamp = ByteBuffer.wrap(one);
		require(timestamp.get() == 0, "version 1");
		byte[] log = new byte[32];
		timestamp.get(log);
		require(Arrays.equals(log, id), "the timestamp is this log's");
		long at = timestamp.getLong();
		byte[] extensions = vector(timestamp);
		byte[] signature = new byte[timestamp.remaining()];
		timestamp.get(signature);
		byte[] entry = ByteBuffer.allocate(2 + 8 + 2 + 32 + 3 + tbs.length + 2 + extensions.length)
			.putShort((short) 0)
			.putLong(at)
			.putShort((short) 1)
			.put(issuerKeyHash)
			.put((byte) (tbs.length >>> 16))
			.putShort((short) tbs.length)
			.put(tbs)
			.putShort((short) extensions.length)
			.put(extensions)
			.array();
		require(verify(entry, signature), "the timestamp's signature");
		return entry;
	}

	/** The root to which a path leads (RFC 9162, section 2.1.3.2). */
	private static byte[] included(byte[] leaf, long index, long size, List<byte[]> path) {
		long fn = index;
		long sn = size - 1;
		byte[] hash = leaf;
		for (byte[] each : path) {
			require(sn > 0, "a path of the right length");
			if (fn % 2 == 1 || fn == sn) {
				hash = sha256(new byte[] { 1 }, each, hash);
				while (fn % 2 == 0 && fn != 0) {
					fn >>= 1;
					sn >>= 1;
				}
			}
			else {
				hash = sha256(new byte[] { 1 }, hash, each);
			}
			fn >>= 1;
			sn >>= 1;
		}
		require(sn == 0, "a path of the right length");
		return hash;
	}

	/** The two roots to which a proof leads (RFC 9162, section 2.1.4.2). */
	private static byte[][] consistent(TreeHead first, TreeHead second, List<byte[]> proof) {
		if (first.size() == second.size()) {
			return new byte[][] { second.root(), first.root() };
		}
		List<byte[]> path = new ArrayList<>(proof);
		if (Long.bitCount(first.size()) == 1) {
			path.addFirst(first.root());
		}
		long fn = first.size() - 1;
		long sn = second.size() - 1;
		while (fn % 2 == 1) {
			fn >>= 1;
			sn >>= 1;
		}
		byte[] older = path.getFirst();
		byte[] newer = path.getFirst();
		for (byte[] each : path.subList(1, path.size())) {
			require(sn > 0, "a proof of the right length");
			if (fn % 2 == 1 || fn == sn) {
				older = sha256(new byte[] { 1 }, each, older);
				newer = sha256(new byte[] { 1 }, each, newer);
				while (fn % 2 == 0 && fn != 0) {
					fn >>= 1;
					sn >>= 1;
				}
			}
			else {
				newer = sha256(new byte[] { 1 }, newer, each);
			}
			fn >>= 1;
			sn >>= 1;
		}
		require(sn == 0, "a proof of the right length");
		return new byte[][] { older, newer };
	}

	/** Section 2.1. */
	private static byte[] root(List<byte[]> hashes) {
		if (hashes.size() == 1) {
			return hashes.getFirst();
		}
		int split = Integer.highestOneBit(hashes.size() - 1);
		return sha256(new byte[] { 1 }, root(hashes.subList(0, split)), root(hashes.subList(split, hashes.size())));
	}

	private boolean verify(byte[] content, byte[] digitallySigned) {
		try {
			ByteBuffer in = ByteBuffer.wrap(digitallySigned);
			require(in.get() == 4 && in.get() == 3, "sha256 and ecdsa");
			Signature verifier = Signature.getInstance("SHA256withECDSA");
			verifier.initVerify(key);
			verifier.update(content);
			return verifier.verify(vector(in)) && !in.hasRemaining();
		}
		catch (GeneralSecurityException malformed) {
			throw new AssertionError(malformed);
		}
	}

	/** The certificates in a PEM text. */
	public static List<X509Certificate> certificates(String pem) {
		try {
			return CertificateFactory.getInstance("X.509")
				.generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
				.stream()
				.map(X509Certificate.class::cast)
				.toList();
		}
		catch (GeneralSecurityException malformed) {
			throw new AssertionError(malformed);
		}
	}

	private JsonNode ask(String path) {
		return JSON.readTree(get.apply(path));
	}

	private static byte[] vector(ByteBuffer in) {
		byte[] content = new byte[in.getShort() & 0xffff];
		in.get(content);
		return content;
	}

	private static List<byte[]> hashes(JsonNode array) {
		return array.values().stream().map(CtLog::bytes).toList();
	}

	private static byte[] bytes(JsonNode base64) {
		return Base64.getDecoder().decode(base64.asString());
	}

	private static PublicKey key(byte[] encoded) {
		try {
			return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
		}
		catch (GeneralSecurityException malformed) {
			throw new AssertionError(malformed);
		}
	}

	private static byte[] sha256(byte[]... parts) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			for (byte[] part : parts) {
				digest.update(part);
			}
			return digest.digest();
		}
		catch (GeneralSecurityException impossible) {
			throw new AssertionError(impossible);
		}
	}

	private static void require(boolean holds, String what) {
		if (!holds) {
			throw new AssertionError("not so: " + what);
		}
	}

}
