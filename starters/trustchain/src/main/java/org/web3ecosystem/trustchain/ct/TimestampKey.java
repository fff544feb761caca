package org.web3ecosystem.trustchain.ct;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.spi.DurableFile;

/**
 * The P-256 key that signs timestamps and tree heads as RFC 6962, section 2.1.4 has it,
 * for which Ed25519 is not allowed; checkpoints have the signature of the {@link LogKey}
 * besides. Signatures are deterministic (RFC 6979), so who submits a certificate again is
 * told the same. The node key vouches for it.
 */
public final class TimestampKey {

	/** Under this domain the node key signs this key. */
	public static final String DOMAIN = "trustchain-timestamps/1";

	static final String FILE = "timestamp-key.pem";

	/** What is left of it when its log is put aside. */
	private static final String PUBLIC = "timestamp-verifier.pem";

	/** HashAlgorithm sha256 and SignatureAlgorithm ecdsa of RFC 5246. */
	private static final short SHA256_ECDSA = 0x0403;

	private static final int MAX_BYTES = 4096;

	/** One for all, since it remembers multiples of its generator. */
	private static final ECDomainParameters P_256 = new ECNamedDomainParameters(SECObjectIdentifiers.secp256r1,
			CustomNamedCurves.getByOID(SECObjectIdentifiers.secp256r1));

	private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] { '\n' });

	private final KeyPair keys;

	private final byte[] logId;

	private TimestampKey(KeyPair keys) {
		this.keys = keys;
		this.logId = logId(keys.getPublic());
	}

	/**
	 * Reads the log's key, or makes it where there is none: a log that began before there
	 * were timestamps has none.
	 * @param mayMake whether nothing was signed with it yet
	 */
	static TimestampKey in(Path directory, boolean mayMake) throws IOException {
		Path file = directory.resolve(FILE);
		if (mayMake && !Files.exists(file)) {
			KeyPair made = make();
			DurableFile
				.write(file,
						(block("PRIVATE KEY", made.getPrivate().getEncoded())
								+ block("PUBLIC KEY", made.getPublic().getEncoded()))
							.getBytes(StandardCharsets.US_ASCII));
		}
		return new TimestampKey(read(file));
	}

	/** Keeps what verifies and removes what signs. */
	static void forget(Path directory) throws IOException {
		Path file = directory.resolve(FILE);
		if (Files.exists(file)) {
			DurableFile.write(directory.resolve(PUBLIC),
					block("PUBLIC KEY", read(file).getPublic().getEncoded()).getBytes(StandardCharsets.US_ASCII));
			Files.delete(file);
		}
	}

	public PublicKey publicKey() {
		return keys.getPublic();
	}

	/** SHA-256 of the key, by which timestamps name their log. */
	public byte[] logId() {
		return logId.clone();
	}

	static byte[] logId(PublicKey key) {
		return Digest.sha256(key.getEncoded());
	}

	/** A digitally-signed struct over the content. */
	byte[] sign(byte[] content) {
		try {
			ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
			signer.init(true, new ECPrivateKeyParameters(((ECPrivateKey) keys.getPrivate()).getS(), P_256));
			BigInteger[] parts = signer.generateSignature(Digest.sha256(content));
			byte[] der = StandardDSAEncoding.INSTANCE.encode(P_256.getN(), parts[0], parts[1]);
			ByteBuffer out = ByteBuffer.allocate(2 + Vectors.LENGTH_16 + der.length).putShort(SHA256_ECDSA);
			Vectors.write16(out, der);
			return out.array();
		}
		catch (IOException failure) {
			throw new IllegalStateException("the log's key does not sign", failure);
		}
	}

	/** Whether it is a digitally-signed struct by this key over the content. */
	static boolean verify(PublicKey key, byte[] content, byte[] signed) {
		try {
			ByteBuffer in = ByteBuffer.wrap(signed);
			if (signed.length < 2 + Vectors.LENGTH_16 || in.getShort() != SHA256_ECDSA) {
				return false;
			}
			byte[] der = Vectors.read16(in);
			Signature verifier = Signature.getInstance("SHA256withECDSA");
			verifier.initVerify(key);
			verifier.update(content);
			return !in.hasRemaining() && verifier.verify(der);
		}
		catch (GeneralSecurityException | IllegalArgumentException malformed) {
			return false;
		}
	}

	/**
	 * Reads a log's public key, SubjectPublicKeyInfo.
	 * @throws IllegalArgumentException if it is none
	 */
	public static PublicKey decodePublic(byte[] encoded) {
		try {
			return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
		}
		catch (GeneralSecurityException malformed) {
			throw new IllegalArgumentException("not a key on P-256", malformed);
		}
	}

	private static KeyPair make() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
			generator.initialize(new ECGenParameterSpec("secp256r1"), new SecureRandom());
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK has P-256", impossible);
		}
	}

	private static KeyPair read(Path file) throws IOException {
		try {
			if (Files.size(file) > MAX_BYTES) {
				throw new IllegalArgumentException("it is too long");
			}
			String text = Files.readString(file, StandardCharsets.US_ASCII);
			PrivateKey secret = KeyFactory.getInstance("EC")
				.generatePrivate(new PKCS8EncodedKeySpec(body(text, "PRIVATE KEY")));
			return new KeyPair(decodePublic(body(text, "PUBLIC KEY")), secret);
		}
		catch (GeneralSecurityException | IllegalArgumentException damaged) {
			throw new LogException("the key of the log in " + file + " cannot be read: " + damaged.getMessage(),
					"Restore this file from a backup; without it nothing is issued here.", damaged);
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

}
