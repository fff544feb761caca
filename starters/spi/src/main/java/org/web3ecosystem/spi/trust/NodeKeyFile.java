package org.web3ecosystem.spi.trust;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one place where a node key touches a disk: two PEM blocks (RFC 7468), the private
 * key in PKCS#8 and the public key in SubjectPublicKeyInfo form, readable by nobody but
 * the owner of the file.
 */
public final class NodeKeyFile {

	/** Its name in a node's home directory. */
	public static final String NAME = "node.key";

	/** More than two blocks of an Ed25519 key ever need. */
	private static final int MAX_BYTES = 4096;

	private static final Set<PosixFilePermission> OWNER_ONLY = EnumSet.of(PosixFilePermission.OWNER_READ,
			PosixFilePermission.OWNER_WRITE);

	private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] { '\n' });

	private NodeKeyFile() {
	}

	/**
	 * Stores a key in a new file, synchronised to the disk.
	 * @throws java.nio.file.FileAlreadyExistsException rather than replace a key
	 * @throws IOException if it cannot be written
	 */
	public static void write(Path file, NodeKey key) throws IOException {
		byte[] text = (block("PRIVATE KEY", key.pair().getPrivate().getEncoded())
				+ block("PUBLIC KEY", key.publicKey().getEncoded()))
			.getBytes(StandardCharsets.US_ASCII);
		Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
		try (FileChannel channel = FileChannel.open(file, options, ownerOnly(file))) {
			ByteBuffer buffer = ByteBuffer.wrap(text);
			while (buffer.hasRemaining()) {
				channel.write(buffer);
			}
			channel.force(true);
		}
	}

	/**
	 * Reads a key.
	 * @throws IOException if it cannot be read
	 * @throws IllegalArgumentException if the file is not a key file, its two keys do not
	 * belong together, or others than its owner may read it
	 */
	public static NodeKey read(Path file) throws IOException {
		refuseLooseModes(file);
		if (Files.size(file) > MAX_BYTES) {
			throw new IllegalArgumentException(file + " is too long for a node key file");
		}
		String text = Files.readString(file, StandardCharsets.US_ASCII);
		try {
			PrivateKey privateKey = KeyFactory.getInstance("Ed25519")
				.generatePrivate(new PKCS8EncodedKeySpec(body(text, "PRIVATE KEY")));
			PublicKey publicKey = NodeKey.decodePublic(body(text, "PUBLIC KEY"));
			return NodeKey.of(publicKey, privateKey);
		}
		catch (GeneralSecurityException | IllegalArgumentException malformed) {
			throw new IllegalArgumentException(file + " is not a node key file: " + malformed.getMessage(), malformed);
		}
	}

	private static String block(String label, byte[] content) {
		return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(content) + "\n-----END " + label + "-----\n";
	}

	private static byte[] body(String text, String label) {
		Matcher matcher = Pattern
			.compile("-----BEGIN " + label + "-----\\R([A-Za-z0-9+/=\\r\\n]+)-----END " + label + "-----")
			.matcher(text);
		if (!matcher.find()) {
			throw new IllegalArgumentException("it has no " + label + " block");
		}
		return Base64.getMimeDecoder().decode(matcher.group(1));
	}

	private static FileAttribute<?>[] ownerOnly(Path file) throws IOException {
		Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a root is not a file");
		return isPosix(directory) ? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(OWNER_ONLY) }
				: new FileAttribute<?>[0];
	}

	private static void refuseLooseModes(Path file) throws IOException {
		if (isPosix(file) && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
			throw new IllegalArgumentException(
					file + " may be read or changed by others: make it the owner's alone (chmod 600)");
		}
	}

	private static boolean isPosix(Path path) throws IOException {
		return Files.getFileStore(path).supportsFileAttributeView("posix");
	}

}
