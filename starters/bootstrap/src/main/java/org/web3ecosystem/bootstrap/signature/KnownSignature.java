package org.web3ecosystem.bootstrap.signature;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Signatures that RFCs show, with their keys. */
enum KnownSignature {

	/** RFC 8032, section 7.1, TEST 3. */
	ED25519("Ed25519", "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
			"fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
			"6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
					+ "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a") {

		@Override
		byte[] message() {
			return HEX.parseHex("af82");
		}

		@Override
		PrivateKey privateKey() throws GeneralSecurityException {
			return KeyFactory.getInstance("Ed25519")
				.generatePrivate(new PKCS8EncodedKeySpec(HEX.parseHex("302e020100300506032b657004220420" + secret)));
		}

		@Override
		PublicKey publicKey() throws GeneralSecurityException {
			return KeyFactory.getInstance("Ed25519")
				.generatePublic(new X509EncodedKeySpec(HEX.parseHex("302a300506032b6570032100" + point)));
		}

		/** The second half with the order of the group added (RFC 8032, section 8.4). */
		@Override
		List<byte[]> wrong() {
			byte[] malleable = signature();
			BigInteger order = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
			byte[] added = reversed(
					new BigInteger(1, reversed(Arrays.copyOfRange(malleable, 32, 64))).add(order).toByteArray());
			System.arraycopy(Arrays.copyOf(added, 32), 0, malleable, 32, 32);
			return List.of(malleable, new byte[64], Arrays.copyOf(signature(), 63), new byte[0]);
		}

	},

	/** RFC 6979, appendix A.2.5, SHA-256, "sample". */
	P256("SHA256withECDSA", "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721",
			"60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
					+ "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299",
			"3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
					+ "022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"),

	/** RFC 6979, appendix A.2.6, SHA-384, "sample". */
	P384("SHA384withECDSA",
			"6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5",
			"ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64def8f0ea9055866064a254515480bc13"
					+ "8015d9b72d7d57244ea8ef9ac0c621896708a59367f9dfb9f54ca84b3f1c9db1288b231c3ae0d4fe7344fd2533264720",
			"306602310094edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c"
					+ "81a648152e44acf96e36dd1e80fabe46"
					+ "02310099ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94f"
					+ "a329c145786e679e7b82c71a38628ac8");

	private static final HexFormat HEX = HexFormat.of();

	private final String algorithm;

	final String secret;

	final String point;

	private final String signature;

	KnownSignature(String algorithm, String secret, String point, String signature) {
		this.algorithm = algorithm;
		this.secret = secret;
		this.point = point;
		this.signature = signature;
	}

	String algorithm() {
		return algorithm;
	}

	byte[] message() {
		return "sample".getBytes(StandardCharsets.US_ASCII);
	}

	byte[] signature() {
		return HEX.parseHex(signature);
	}

	/** Whether whoever signs has to come to the same bytes. */
	boolean isDeterministic() {
		return this == ED25519;
	}

	PrivateKey privateKey() throws GeneralSecurityException {
		return KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(new BigInteger(secret, 16), curve()));
	}

	PublicKey publicKey() throws GeneralSecurityException {
		int half = point.length() / 2;
		ECPoint affine = new ECPoint(new BigInteger(point.substring(0, half), 16),
				new BigInteger(point.substring(half), 16));
		return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(affine, curve()));
	}

	private ECParameterSpec curve() throws GeneralSecurityException {
		AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
		parameters.init(new ECGenParameterSpec((this == P256) ? "secp256r1" : "secp384r1"));
		return parameters.getParameterSpec(ECParameterSpec.class);
	}

	/** What is no signature: zeros, one that is cut off, and nothing. */
	List<byte[]> wrong() {
		byte[] whole = signature();
		return List.of(HEX.parseHex("3006020100020100"), HEX.parseHex("3006020101020100"),
				Arrays.copyOf(whole, whole.length - 1), new byte[0]);
	}

	private static byte[] reversed(byte[] bytes) {
		byte[] reversed = new byte[bytes.length];
		for (int i = 0; i < bytes.length; i++) {
			reversed[i] = bytes[bytes.length - 1 - i];
		}
		return reversed;
	}

}
