package org.web3ecosystem.trustchain.ct;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;

import org.web3ecosystem.trustchain.Digest;

/**
 * What a log commits to at one moment (c2sp.org/tlog-checkpoint).
 *
 * @param origin which log, such as {@code node1.node.local.internal/log}
 * @param size number of entries
 * @param root the root hash of the tree of that size
 */
public record Checkpoint(String origin, long size, byte[] root) {

	/** The longest note anyone reads. */
	public static final int MAX_CHARACTERS = 4096;

	private static final int KEY_ID_LENGTH = 4;

	public Checkpoint {
		root = root.clone();
		if (size < 0 || root.length != Digest.LENGTH || origin.isBlank() || origin.contains("\n")) {
			throw new IllegalArgumentException("not a checkpoint");
		}
	}

	@Override
	public byte[] root() {
		return root.clone();
	}

	/** The note with its signature line. */
	String sign(LogKey key) {
		byte[] id = LogKey.id(origin, key.publicKey());
		byte[] signature = key.sign(body().getBytes(StandardCharsets.UTF_8));
		byte[] signed = Arrays.copyOf(id, id.length + signature.length);
		System.arraycopy(signature, 0, signed, id.length, signature.length);
		return body() + "\n\u2014 " + origin + " " + Base64.getEncoder().encodeToString(signed) + "\n";
	}

	/**
	 * Reads a note and verifies its signature by {@code key}.
	 * @throws IllegalArgumentException naming what is wrong
	 */
	public static Checkpoint verified(String note, PublicKey key) {
		if (note.length() > MAX_CHARACTERS) {
			throw new IllegalArgumentException("a checkpoint has at most " + MAX_CHARACTERS + " characters");
		}
		String[] lines = note.split("\n", -1);
		if (lines.length != 6 || !lines[3].isEmpty() || !lines[5].isEmpty()
				|| !lines[1].matches("0|[1-9][0-9]{0,17}")) {
			throw new IllegalArgumentException("not a checkpoint of three lines with one signature");
		}
		Checkpoint checkpoint = new Checkpoint(lines[0], Long.parseLong(lines[1]),
				Base64.getDecoder().decode(lines[2]));
		String lead = "\u2014 " + checkpoint.origin() + " ";
		byte[] signed = lines[4].startsWith(lead) ? Base64.getDecoder().decode(lines[4].substring(lead.length()))
				: new byte[0];
		if (signed.length <= KEY_ID_LENGTH
				|| !Arrays.equals(Arrays.copyOf(signed, KEY_ID_LENGTH), LogKey.id(checkpoint.origin(), key))
				|| !LogKey.verify(key, checkpoint.body().getBytes(StandardCharsets.UTF_8),
						Arrays.copyOfRange(signed, KEY_ID_LENGTH, signed.length))) {
			throw new IllegalArgumentException("the checkpoint's signature is not by the log's key");
		}
		return checkpoint;
	}

	private String body() {
		return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Checkpoint that && origin.equals(that.origin) && size == that.size
				&& Arrays.equals(root, that.root);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(root);
	}

}
