package org.web3ecosystem.trustchain.ct;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import org.web3ecosystem.trustchain.Digest;

/**
 * What a log commits to at one moment (c2sp.org/tlog-checkpoint).
 *
 * @param origin which log, such as {@code node1.node.local.internal/log}
 * @param size number of entries
 * @param root the root hash of the tree of that size
 */
public record Checkpoint(String origin, long size, byte[] root) {

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

	/** The note with the signature of the key that authenticates the log. */
	String sign(LogKey key) {
		return new Note(body(), List.of(authentic(key))).encode();
	}

	/**
	 * The note with its two signatures: by the key that authenticates the log, and the
	 * signed tree head (c2sp.org/static-ct-api, Checkpoints).
	 * @param head the tree head of this checkpoint
	 * @param heads the key that signed it
	 */
	String sign(LogKey key, TreeHead head, PublicKey heads) {
		Note.Line other = new Note.Line(origin, LogKey.treeHeadId(origin, heads), head.encode());
		return new Note(body(), List.of(authentic(key), other)).encode();
	}

	private Note.Line authentic(LogKey key) {
		return new Note.Line(origin, LogKey.id(origin, key.publicKey()),
				key.sign(body().getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Reads a note and verifies its signature by {@code key}; those by others count
	 * nothing.
	 * @throws IllegalArgumentException naming what is wrong
	 */
	public static Checkpoint verified(String note, PublicKey key) {
		Note parsed = Note.parse(note);
		Checkpoint checkpoint = parse(parsed.text());
		byte[] signature = parsed.signature(checkpoint.origin(), LogKey.id(checkpoint.origin(), key))
			.orElse(new byte[0]);
		if (!LogKey.verify(key, parsed.text().getBytes(StandardCharsets.UTF_8), signature)) {
			throw new IllegalArgumentException("the checkpoint's signature is not by the log's key");
		}
		return checkpoint;
	}

	/**
	 * The signed tree head in a note, if it has one that is good.
	 * @param heads the key that signs the log's tree heads
	 */
	public static Optional<TreeHead> treeHead(String note, PublicKey heads) {
		Note parsed = Note.parse(note);
		Checkpoint checkpoint = parse(parsed.text());
		return parsed.signature(checkpoint.origin(), LogKey.treeHeadId(checkpoint.origin(), heads))
			.map(TreeHead::decode)
			.filter(head -> head.verify(checkpoint, heads));
	}

	/**
	 * Which log a note says it is of, verified by nobody.
	 * @throws IllegalArgumentException if it is no checkpoint
	 */
	public static String originOf(String note) {
		return parse(Note.parse(note).text()).origin();
	}

	private static Checkpoint parse(String text) {
		String[] lines = text.split("\n", -1);
		if (lines.length != 4 || !lines[3].isEmpty() || !lines[1].matches("0|[1-9][0-9]{0,17}")) {
			throw new IllegalArgumentException("not a checkpoint of three lines");
		}
		Checkpoint checkpoint = new Checkpoint(lines[0], Long.parseLong(lines[1]),
				Base64.getDecoder().decode(lines[2]));
		if (!checkpoint.body().equals(text)) {
			throw new IllegalArgumentException("not a checkpoint as it is written");
		}
		return checkpoint;
	}

	String body() {
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
