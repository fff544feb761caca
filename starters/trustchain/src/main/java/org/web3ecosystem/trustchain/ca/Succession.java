package org.web3ecosystem.trustchain.ca;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

import org.web3ecosystem.spi.DurableFile;

/**
 * A root that takes another's place.
 *
 * @param root the new one, self-signed
 * @param newWithOld the new key, certified by the old root: leads who knows the old one
 * to what the new one signs
 * @param oldWithNew the old key, certified by the new root
 */
public record Succession(X509Certificate root, X509Certificate newWithOld, X509Certificate oldWithNew) {

	/** File name of the new root's encrypted key. */
	public static final String KEY = "root-key.p8";

	private static final String ROOT = "root.pem";

	private static final String NEW_WITH_OLD = "new-with-old.pem";

	private static final String OLD_WITH_NEW = "old-with-new.pem";

	/**
	 * Reads what a ceremony wrote.
	 * @throws CaException if it is not there or cannot be read
	 */
	public static Succession read(Path directory) {
		return new Succession(Pem.readCertificate(directory.resolve(ROOT)),
				Pem.readCertificate(directory.resolve(NEW_WITH_OLD)),
				Pem.readCertificate(directory.resolve(OLD_WITH_NEW)));
	}

	void write(Path directory) throws IOException {
		write(directory.resolve(ROOT), root);
		write(directory.resolve(NEW_WITH_OLD), newWithOld);
		write(directory.resolve(OLD_WITH_NEW), oldWithNew);
	}

	private static void write(Path file, X509Certificate certificate) throws IOException {
		DurableFile.write(file, Pem.encode(List.of(certificate)).getBytes(StandardCharsets.US_ASCII));
	}

}
