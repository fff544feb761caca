package org.web3ecosystem.trustchain.ct;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.NodeKeyFile;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.spi.DurableFile;

/**
 * The Ed25519 key that signs checkpoints as signed notes (c2sp.org/signed-note), which is
 * why it is not the node key: that one signs nothing without a domain in front. The node
 * key vouches for it.
 */
public final class LogKey {

	/** Under this domain the node key signs the log key. */
	public static final String DOMAIN = "trustchain-log/1";

	/** Signature type of Ed25519 in a signed note. */
	private static final byte ED25519 = 1;

	/** Signature type of a tree head of RFC 6962 in a signed note. */
	private static final byte TREE_HEAD = 5;

	private static final int RAW_LENGTH = 32;

	static final String FILE = "key.pem";

	private final NodeKey key;

	private LogKey(NodeKey key) {
		this.key = key;
	}

	/** Reads the log's key, or makes it where there is no log yet. */
	static LogKey in(Path directory, boolean fresh) throws IOException {
		Path file = directory.resolve(FILE);
		if (fresh && !Files.exists(file)) {
			DurableFile.directories(directory);
			NodeKeyFile.write(file, NodeKey.generate());
		}
		return new LogKey(NodeKeyFile.read(file));
	}

	public PublicKey publicKey() {
		return key.publicKey();
	}

	byte[] sign(byte[] note) {
		try {
			Signature signature = Signature.getInstance("Ed25519");
			signature.initSign(key.pair().getPrivate());
			signature.update(note);
			return signature.sign();
		}
		catch (GeneralSecurityException failure) {
			throw new IllegalStateException("the log key does not sign", failure);
		}
	}

	static boolean verify(PublicKey key, byte[] note, byte[] signature) {
		try {
			Signature verifier = Signature.getInstance("Ed25519");
			verifier.initVerify(key);
			verifier.update(note);
			return verifier.verify(signature);
		}
		catch (GeneralSecurityException malformed) {
			return false;
		}
	}

	/** The four bytes by which a note's signature names its key. */
	static byte[] id(String name, PublicKey key) {
		return Arrays
			.copyOf(Digest.sha256((name + "\n").getBytes(StandardCharsets.UTF_8), new byte[] { ED25519 }, raw(key)), 4);
	}

	/** The same for the signed tree head, c2sp.org/static-ct-api, Checkpoints. */
	static byte[] treeHeadId(String name, PublicKey heads) {
		return Arrays.copyOf(Digest.sha256((name + "\n").getBytes(StandardCharsets.UTF_8), new byte[] { TREE_HEAD },
				TimestampKey.logId(heads)), 4);
	}

	/** The key as note verifiers take it: {@code name+id+base64(type ‖ key)}. */
	public static String verifierKey(String name, PublicKey key) {
		byte[] typed = new byte[RAW_LENGTH + 1];
		typed[0] = ED25519;
		System.arraycopy(raw(key), 0, typed, 1, RAW_LENGTH);
		return name + "+" + HexFormat.of().formatHex(id(name, key)) + "+" + Base64.getEncoder().encodeToString(typed);
	}

	/** RFC 8410: the last 32 bytes of the SubjectPublicKeyInfo. */
	private static byte[] raw(PublicKey key) {
		byte[] encoded = key.getEncoded();
		return Arrays.copyOfRange(encoded, encoded.length - RAW_LENGTH, encoded.length);
	}

}
