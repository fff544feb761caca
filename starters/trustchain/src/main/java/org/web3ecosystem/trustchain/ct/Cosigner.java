package org.web3ecosystem.trustchain.ct;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

import org.web3ecosystem.trustchain.Digest;

/**
 * The name and the Ed25519 key by which a node cosigns checkpoints of others
 * (c2sp.org/tlog-cosignature). It is a key of its own, since what it signs begins with no
 * domain of ours; the node key vouches for it.
 */
public final class Cosigner {

	/** Under this domain the node key signs this key. */
	public static final String DOMAIN = "trustchain-witness/1";

	/** Signature type of a cosignature in a signed note. */
	private static final byte COSIGNATURE = 4;

	private static final int RAW_LENGTH = 32;

	private static final int SIGNATURE_LENGTH = 64;

	private final String name;

	private final LogKey key;

	private Cosigner(String name, LogKey key) {
		this.name = name;
		this.key = key;
	}

	/**
	 * Reads the key in a directory, or makes one.
	 * @param name such as {@code node1.node.local.internal/witness}
	 */
	public static Cosigner open(Path directory, String name) throws IOException {
		return new Cosigner(name, LogKey.in(directory, !Files.exists(directory.resolve(LogKey.FILE))));
	}

	/** The key that verifies what this one signs. */
	public PublicKey publicKey() {
		return key.publicKey();
	}

	/** Name and key as verifiers of notes take them. */
	public String verifierKey() {
		return verifierKey(name, publicKey());
	}

	/** The same of any witness. */
	public static String verifierKey(String name, PublicKey key) {
		return name + "+" + HexFormat.of().formatHex(id(name, key)) + "+"
				+ Base64.getEncoder().encodeToString(typed(key));
	}

	/**
	 * The signature line over a checkpoint that was found consistent, with its newline.
	 */
	public String cosign(Checkpoint checkpoint, Instant at) {
		long time = at.getEpochSecond();
		byte[] signature = key.sign(message(checkpoint, time));
		return new Note.Line(name, id(name, publicKey()),
				ByteBuffer.allocate(Long.BYTES + signature.length).putLong(time).put(signature).array())
			.encode();
	}

	/** Whether a line is a cosignature of a checkpoint by this witness. */
	public static boolean isCosigned(Checkpoint checkpoint, String line, String name, PublicKey key) {
		try {
			Note.Line parsed = Note.Line.parse(line.strip());
			if (!line.endsWith("\n") || !parsed.isBy(name, id(name, key))
					|| parsed.signature().length != Long.BYTES + SIGNATURE_LENGTH) {
				return false;
			}
			long time = ByteBuffer.wrap(parsed.signature()).getLong();
			return time >= 0 && LogKey.verify(key, message(checkpoint, time),
					Arrays.copyOfRange(parsed.signature(), Long.BYTES, parsed.signature().length));
		}
		catch (IllegalArgumentException malformed) {
			return false;
		}
	}

	private static byte[] message(Checkpoint checkpoint, long time) {
		return ("cosignature/v1\ntime " + time + "\n" + checkpoint.body()).getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] id(String name, PublicKey key) {
		return Arrays.copyOf(Digest.sha256((name + "\n").getBytes(StandardCharsets.UTF_8), typed(key)), 4);
	}

	/** RFC 8410: the last 32 bytes of the SubjectPublicKeyInfo. */
	private static byte[] typed(PublicKey key) {
		byte[] encoded = key.getEncoded();
		byte[] typed = new byte[RAW_LENGTH + 1];
		typed[0] = COSIGNATURE;
		System.arraycopy(encoded, encoded.length - RAW_LENGTH, typed, 1, RAW_LENGTH);
		return typed;
	}

}
