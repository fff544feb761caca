package org.web3ecosystem.trustchain.ca;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.spi.DurableFile;

/**
 * Keys whose holders said that others know them. They are certified no more, by whatever
 * way they come, and for good: no certificate's end makes a key secret again. A line of
 * the file is SHA-256 of a subjectPublicKey in hexadecimal. Thread-safe.
 */
public final class CompromisedKeys {

	/** Where more are said to be known, something else is wrong. */
	static final int MAX = 100_000;

	private static final int LINE = 2 * Digest.LENGTH;

	private final Path file;

	private final Set<String> keys;

	private CompromisedKeys(Path file, Set<String> keys) {
		this.file = file;
		this.keys = keys;
	}

	/**
	 * Those that a file has. What a process was killed while writing was promised to
	 * nobody, and is cut off.
	 * @throws CaException if the file is not as it was written
	 */
	public static CompromisedKeys open(Path file) {
		try {
			String text = Files.readString(file, StandardCharsets.US_ASCII);
			String whole = text.substring(0, text.lastIndexOf('\n') + 1);
			List<String> lines = whole.lines().toList();
			if (!lines.stream().allMatch(line -> line.matches("[0-9a-f]{" + LINE + "}"))) {
				throw new CaException(file + " is damaged: restore it from a backup. Without it, keys that others know "
						+ "could be certified again, so nothing is issued");
			}
			// what was read may never have reached the disk
			DurableFile.write(file, whole.getBytes(StandardCharsets.US_ASCII));
			return new CompromisedKeys(file, new HashSet<>(lines));
		}
		catch (NoSuchFileException none) {
			return new CompromisedKeys(file, new HashSet<>());
		}
		catch (IOException unreadable) {
			throw new CaException("cannot read " + file, unreadable);
		}
	}

	/**
	 * Adds the key of a certificate; durable when it returns.
	 * @throws CaException if it cannot be written
	 */
	public synchronized void add(X509Certificate certificate) {
		String digest = digest(Draft.keyInfo(certificate.getPublicKey()));
		if (keys.contains(digest)) {
			return;
		}
		if (keys.size() >= MAX) {
			throw new CaException(file + " has " + keys.size() + " keys, which is all there may be");
		}
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			// a write that failed half-way is written over
			channel.position((long) keys.size() * (LINE + 1));
			ByteBuffer line = ByteBuffer.wrap((digest + "\n").getBytes(StandardCharsets.US_ASCII));
			while (line.hasRemaining()) {
				channel.write(line);
			}
			channel.force(true);
		}
		catch (IOException failure) {
			throw new CaException("cannot write " + file, failure);
		}
		keys.add(digest);
	}

	/** Whether this key must not be certified. */
	public synchronized boolean contains(SubjectPublicKeyInfo key) {
		return keys.contains(digest(key));
	}

	private static String digest(SubjectPublicKeyInfo key) {
		return Digest.hex(key.getPublicKeyData().getBytes());
	}

}
