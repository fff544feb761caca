package org.web3ecosystem.spi.trust;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.web3ecosystem.spi.NodeId;

/**
 * A node's long-term Ed25519 key (RFC 8032). It signs nothing but domain-separated
 * statements: {@code "web3:" domain 0x00 message}, so a signature for one purpose is
 * never one for another. Thread-safe.
 */
public final class NodeKey {

	/** Length of a signature in bytes. */
	public static final int SIGNATURE_LENGTH = 64;

	private static final String ALGORITHM = "Ed25519";

	/**
	 * SubjectPublicKeyInfo of an Ed25519 key (RFC 8410): 12 bytes of header, 32 of key.
	 */
	private static final int ENCODED_LENGTH = 44;

	private static final int HEADER_LENGTH = 12;

	/** Says which of two x a point has; the rest of it is y. */
	private static final int SIGN_BIT = 255;

	private static final BigInteger FIELD_PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

	/** The d of the curve (RFC 8032, section 5.1). */
	private static final BigInteger D = BigInteger.valueOf(-121_665)
		.multiply(BigInteger.valueOf(121_666).modInverse(FIELD_PRIME))
		.mod(FIELD_PRIME);

	/** The order of the base point (RFC 8032, section 5.1). */
	private static final BigInteger GROUP_ORDER = BigInteger.TWO.pow(252)
		.add(new BigInteger("27742317777372353535851937790883648493"));

	/**
	 * The y coordinates of the eight points of small order: under such a key one
	 * signature fits every message.
	 */
	private static final Set<BigInteger> SMALL_ORDER = Set.of(BigInteger.ZERO, BigInteger.ONE,
			FIELD_PRIME.subtract(BigInteger.ONE),
			new BigInteger("05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16),
			new BigInteger("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7", 16));

	/**
	 * Keys that were read and found right, those least in use forgotten first: the same
	 * members sign all the time, and whether a point is on the curve takes as long to see
	 * as whether a signature is right.
	 */
	private static final Map<ByteBuffer, PublicKey> READ = Collections
		.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {

			private static final long serialVersionUID = 1L;

			@Override
			protected boolean removeEldestEntry(Map.Entry<ByteBuffer, PublicKey> eldest) {
				return size() > MAX_READ;
			}

		});

	private static final int MAX_READ = 4_096;

	private final KeyPair pair;

	private final NodeId id;

	private NodeKey(KeyPair pair) {
		this.pair = pair;
		this.id = NodeId.of(pair.getPublic());
	}

	/** A new key from the platform's SecureRandom. */
	public static NodeKey generate() {
		try {
			return new NodeKey(KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair());
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK has Ed25519", impossible);
		}
	}

	/**
	 * @throws IllegalArgumentException if the two do not belong together
	 */
	public static NodeKey of(PublicKey publicKey, PrivateKey privateKey) {
		byte[] probe = publicKey.getEncoded();
		NodeKey key = new NodeKey(new KeyPair(decodePublic(probe), privateKey));
		try {
			if (verify(key.publicKey(), "probe", probe, key.sign("probe", probe))) {
				return key;
			}
		}
		catch (IllegalStateException unfit) {
			throw new IllegalArgumentException("the private key is not an Ed25519 key", unfit);
		}
		throw new IllegalArgumentException("the private key does not belong to the public key");
	}

	public NodeId id() {
		return id;
	}

	public PublicKey publicKey() {
		return pair.getPublic();
	}

	/** The pair itself, for the one place that stores it. */
	public KeyPair pair() {
		return pair;
	}

	/**
	 * @param domain what the signature is for, such as {@code stoq-hello/1}
	 * @return 64 bytes
	 */
	public byte[] sign(String domain, byte[] message) {
		try {
			Signature signature = Signature.getInstance(ALGORITHM);
			signature.initSign(pair.getPrivate());
			update(signature, domain, message);
			return signature.sign();
		}
		catch (GeneralSecurityException failure) {
			throw new IllegalStateException("the node key does not sign", failure);
		}
	}

	/**
	 * Whether {@code signature} is by {@code publicKey} over this domain and message. Of
	 * the spellings that implementations differ on none is accepted, so all replicas come
	 * to the same answer, whichever provider each has.
	 */
	public static boolean verify(PublicKey publicKey, String domain, byte[] message, byte[] signature) {
		byte[] encoded = publicKey.getEncoded();
		if (signature.length != SIGNATURE_LENGTH || encoded.length != ENCODED_LENGTH || isWeak(encoded)
				|| !isReduced(signature)) {
			return false;
		}
		try {
			Signature verifier = Signature.getInstance(ALGORITHM);
			verifier.initVerify(publicKey);
			update(verifier, domain, message);
			return verifier.verify(signature);
		}
		catch (GeneralSecurityException malformed) {
			return false;
		}
	}

	/**
	 * Reads a public key in SubjectPublicKeyInfo form.
	 * @throws IllegalArgumentException if it is not an Ed25519 key, is not the one
	 * spelling of it, or is a point of small order
	 */
	public static PublicKey decodePublic(byte[] encoded) {
		if (encoded.length != ENCODED_LENGTH) {
			throw new IllegalArgumentException(
					"an Ed25519 public key has " + ENCODED_LENGTH + " bytes, not " + encoded.length);
		}
		ByteBuffer spelling = ByteBuffer.wrap(encoded.clone());
		PublicKey known = READ.get(spelling);
		if (known != null) {
			return known;
		}
		PublicKey key = read(encoded);
		READ.put(spelling, key);
		return key;
	}

	private static PublicKey read(byte[] encoded) {
		try {
			PublicKey key = KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
			if (!Arrays.equals(key.getEncoded(), encoded) || isWeak(encoded) || !isOnCurve(encoded)) {
				throw new IllegalArgumentException("not an Ed25519 public key that anyone may trust");
			}
			return key;
		}
		catch (GeneralSecurityException malformed) {
			throw new IllegalArgumentException("not an Ed25519 public key", malformed);
		}
	}

	/** Whether the point is of small order or its y is not reduced (RFC 8032, 5.1.3). */
	private static boolean isWeak(byte[] encoded) {
		BigInteger y = littleEndian(encoded, HEADER_LENGTH).clearBit(SIGN_BIT);
		return y.compareTo(FIELD_PRIME) >= 0 || SMALL_ORDER.contains(y);
	}

	/**
	 * Whether there is an x to this y (RFC 8032, section 5.1.3): (y² - 1)/(dy² + 1) is a
	 * square if the product of both is one. Providers look at that at different times.
	 */
	private static boolean isOnCurve(byte[] encoded) {
		BigInteger y = littleEndian(encoded, HEADER_LENGTH).clearBit(SIGN_BIT);
		BigInteger square = y.multiply(y).mod(FIELD_PRIME);
		BigInteger product = square.subtract(BigInteger.ONE).multiply(D.multiply(square).add(BigInteger.ONE));
		return product.modPow(FIELD_PRIME.shiftRight(1), FIELD_PRIME).equals(BigInteger.ONE);
	}

	/** Whether R and S have their one spelling (RFC 8032, section 5.1.7). */
	private static boolean isReduced(byte[] signature) {
		return littleEndian(signature, 0).clearBit(SIGN_BIT).compareTo(FIELD_PRIME) < 0
				&& littleEndian(signature, SIGNATURE_LENGTH / 2).compareTo(GROUP_ORDER) < 0;
	}

	private static BigInteger littleEndian(byte[] bytes, int from) {
		byte[] number = new byte[SIGNATURE_LENGTH / 2];
		for (int i = 0; i < number.length; i++) {
			number[i] = bytes[from + number.length - 1 - i];
		}
		return new BigInteger(1, number);
	}

	private static void update(Signature signature, String domain, byte[] message) throws GeneralSecurityException {
		signature.update(("web3:" + domain).getBytes(StandardCharsets.UTF_8));
		signature.update((byte) 0);
		signature.update(message);
	}

	@Override
	public String toString() {
		return "NodeKey[" + id.brief() + "]";
	}

}
