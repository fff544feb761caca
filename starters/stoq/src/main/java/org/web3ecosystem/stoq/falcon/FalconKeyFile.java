package org.web3ecosystem.stoq.falcon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

import org.bouncycastle.pqc.crypto.falcon.FalconPrivateKeyParameters;
import org.bouncycastle.pqc.crypto.util.PrivateKeyFactory;
import org.bouncycastle.pqc.crypto.util.PrivateKeyInfoFactory;

import org.web3ecosystem.stoq.tls.OwnersFile;

/**
 * Where a node's Falcon key is kept: {@code stoq/falcon-512.key} or
 * {@code stoq/falcon-1024.key} of its home, PKCS#8 in PEM (RFC 7468), for its owner only.
 * A key that is lost is replaced by another, since the node key vouches for any.
 */
final class FalconKeyFile {

	private static final String BEGIN = "-----BEGIN PRIVATE KEY-----\n";

	private static final String END = "\n-----END PRIVATE KEY-----\n";

	/** A key of Falcon-1024 takes about 5700. */
	private static final int MAX_BYTES = 16 << 10;

	private final Path file;

	private final FalconAlgorithm algorithm;

	FalconKeyFile(Path home, FalconAlgorithm algorithm) {
		this.file = home.resolve("stoq").resolve(algorithm.word() + ".key");
		this.algorithm = algorithm;
	}

	/**
	 * The key that is kept, made and stored before if there is none.
	 * @throws FalconKeyException if the file is not a key of this algorithm, is open to
	 * others, or cannot be read or written
	 */
	FalconPrivateKeyParameters readOrMake(SecureRandom random) {
		try {
			if (!Files.exists(file)) {
				make(random);
			}
			OwnersFile.refuseLooseModes(file);
			return parse(OwnersFile.read(file, MAX_BYTES));
		}
		catch (IOException | IllegalArgumentException | IllegalStateException unusable) {
			throw new FalconKeyException("the Falcon key " + file + " cannot be used (" + unusable.getMessage()
					+ "). Make it its owner's alone (chmod 600), or delete it: another is made", unusable);
		}
	}

	private void make(SecureRandom random) throws IOException {
		byte[] pkcs8 = PrivateKeyInfoFactory.createPrivateKeyInfo(FalconKey.generate(algorithm, random)).getEncoded();
		String lines = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(pkcs8);
		OwnersFile.replace(file, BEGIN + lines + END);
	}

	private FalconPrivateKeyParameters parse(String pem) throws IOException {
		int end = pem.indexOf(END);
		if (!pem.startsWith(BEGIN) || end < 0) {
			throw new IllegalArgumentException("it has no private key");
		}
		byte[] pkcs8 = Base64.getMimeDecoder()
			.decode(pem.substring(BEGIN.length(), end).getBytes(StandardCharsets.US_ASCII));
		if (PrivateKeyFactory.createKey(pkcs8) instanceof FalconPrivateKeyParameters key
				&& key.getParameters() == algorithm.parameters()) {
			return key;
		}
		throw new IllegalArgumentException("it is not a key of " + algorithm.word());
	}

}
