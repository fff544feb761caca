package org.web3ecosystem.spi.trust;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3ecosystem.spi.NodeId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NodeKeyTests {

	private static final String HEADER = "302a300506032b6570032100";

	private static final BigInteger GROUP_ORDER = BigInteger.TWO.pow(252)
		.add(new BigInteger("27742317777372353535851937790883648493"));

	private final byte[] message = { 1, 2, 3 };

	private final NodeKey key = NodeKey.generate();

	@Test
	void aSignatureHoldsForItsDomainMessageAndKeyOnly() {
		byte[] signature = key.sign("a/1", message);
		assertThat(signature).hasSize(NodeKey.SIGNATURE_LENGTH);
		assertThat(NodeKey.verify(key.publicKey(), "a/1", message, signature)).isTrue();
		assertThat(NodeKey.verify(key.publicKey(), "a/2", message, signature)).isFalse();
		assertThat(NodeKey.verify(key.publicKey(), "a/1", new byte[] { 1, 2 }, signature)).isFalse();
		assertThat(NodeKey.verify(NodeKey.generate().publicKey(), "a/1", message, signature)).isFalse();
	}

	@Test
	void domainAndMessageCannotBeShifted() {
		byte[] signature = key.sign("a", new byte[] { 'b', 0, 'c' });
		assertThat(NodeKey.verify(key.publicKey(), "ab", new byte[] { 'c' }, signature)).isFalse();
	}

	@Test
	void everyFlippedBitAndWrongLengthIsRefused() {
		byte[] signature = key.sign("a", message);
		for (int bit = 0; bit < signature.length * 8; bit++) {
			byte[] flipped = signature.clone();
			flipped[bit / 8] ^= (byte) (1 << bit % 8);
			assertThat(NodeKey.verify(key.publicKey(), "a", message, flipped)).isFalse();
		}
		for (int length : new int[] { 0, 1, 63, 65, 1000 }) {
			assertThat(NodeKey.verify(key.publicKey(), "a", message, Arrays.copyOf(signature, length))).isFalse();
		}
	}

	/** RFC 8032, 5.1.7: S is below the group order, or there were two signatures. */
	@Test
	void theSecondSpellingOfASignatureIsRefused() {
		byte[] signature = key.sign("a", message);
		byte[] scalar = new byte[32];
		for (int i = 0; i < 32; i++) {
			scalar[i] = signature[63 - i];
		}
		BigInteger shifted = new BigInteger(1, scalar).add(GROUP_ORDER);
		for (int i = 0; i < 32; i++) {
			signature[32 + i] = shifted.shiftRight(8 * i).byteValue();
		}
		assertThat(NodeKey.verify(key.publicKey(), "a", message, signature)).isFalse();
	}

	/** By the JDK, which finds the point when it is about to verify. */
	@Test
	void aKeyIsOnTheCurveWhereTheJdkSaysSo() throws Exception {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		int on = 0;
		for (int i = 0; i < 200; i++) {
			byte[] encoded = HexFormat.of().parseHex(HEADER + "00".repeat(32));
			byte[] point = new byte[32];
			random.nextBytes(point);
			System.arraycopy(point, 0, encoded, 12, 32);
			boolean accepted = isAcceptedByTheJdk(encoded);
			on += accepted ? 1 : 0;
			if (accepted) {
				assertThat(NodeKey.decodePublic(encoded).getEncoded()).as("seed %d", seed).isEqualTo(encoded);
			}
			else {
				assertThatIllegalArgumentException().as("seed %d", seed)
					.isThrownBy(() -> NodeKey.decodePublic(encoded));
			}
		}
		assertThat(on).as("seed %d", seed).isBetween(50, 150);
	}

	private static boolean isAcceptedByTheJdk(byte[] encoded) throws Exception {
		PublicKey key = KeyFactory.getInstance("Ed25519", "SunEC").generatePublic(new X509EncodedKeySpec(encoded));
		try {
			Signature.getInstance("Ed25519", "SunEC").initVerify(key);
			return true;
		}
		catch (InvalidKeyException offCurve) {
			return false;
		}
	}

	/** RFC 8032, 5.1.7: R has one spelling, whatever a provider makes of another. */
	@Test
	void anUnreducedPointInASignatureIsRefused() {
		byte[] signature = key.sign("a", message);
		Arrays.fill(signature, 0, 32, (byte) 0xff);
		assertThat(NodeKey.verify(key.publicKey(), "a", message, signature)).isFalse();
	}

	@Test
	void theIdIsTheDigestOfTheEncodedKey() throws Exception {
		byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.publicKey().getEncoded());
		assertThat(key.id()).isEqualTo(new NodeId(HexFormat.of().formatHex(digest)));
		assertThat(key.id().bytes()).isEqualTo(digest);
	}

	@Test
	void aKeyIsReadBackFromItsParts() {
		NodeKey read = NodeKey.of(key.publicKey(), key.pair().getPrivate());
		assertThat(read.id()).isEqualTo(key.id());
		PublicKey decoded = NodeKey.decodePublic(key.publicKey().getEncoded());
		assertThat(decoded).isEqualTo(key.publicKey());
	}

	@Test
	void partsThatDoNotBelongTogetherAreRefused() throws Exception {
		KeyPair p256 = KeyPairGenerator.getInstance("EC").generateKeyPair();
		KeyPair ed448 = KeyPairGenerator.getInstance("Ed448").generateKeyPair();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> NodeKey.of(key.publicKey(), NodeKey.generate().pair().getPrivate()));
		assertThatIllegalArgumentException().isThrownBy(() -> NodeKey.of(key.publicKey(), p256.getPrivate()));
		assertThatIllegalArgumentException().isThrownBy(() -> NodeKey.of(p256.getPublic(), p256.getPrivate()));
		assertThatIllegalArgumentException().isThrownBy(() -> NodeKey.of(ed448.getPublic(), ed448.getPrivate()));
	}

	@Test
	void aForeignKindOfKeyVerifiesNothing() throws Exception {
		PublicKey p256 = KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic();
		assertThat(NodeKey.verify(p256, "a", message, new byte[64])).isFalse();
	}

	/** Under the first one of these, R = identity and S = 0 fit every message. */
	@ParameterizedTest
	@ValueSource(strings = { "0100000000000000000000000000000000000000000000000000000000000000",
			"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
			"0000000000000000000000000000000000000000000000000000000000000000",
			"0000000000000000000000000000000000000000000000000000000000000080",
			"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
			"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
			"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
			"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa" })
	void keysOfSmallOrderAreRefused(String point) throws Exception {
		byte[] encoded = HexFormat.of().parseHex(HEADER + point);
		PublicKey weak = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
		byte[] universal = new byte[64];
		universal[0] = 1;
		assertThatIllegalArgumentException().isThrownBy(() -> NodeKey.decodePublic(encoded));
		for (byte i = 0; i < 32; i++) {
			assertThat(NodeKey.verify(weak, "a", new byte[] { i }, universal)).isFalse();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
			"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
			"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
			"0200000000000000000000000000000000000000000000000000000000000000" })
	void whatIsNoPointOrNotItsOneSpellingIsRefused(String point) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> NodeKey.decodePublic(HexFormat.of().parseHex(HEADER + point)));
	}

	@Test
	void anythingButAnEncodedEd25519KeyIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> NodeKey.decodePublic(new byte[0]));
		assertThatIllegalArgumentException().isThrownBy(() -> NodeKey.decodePublic(new byte[44]));
		byte[] x25519 = key.publicKey().getEncoded();
		x25519[8] = 0x6e;
		assertThatIllegalArgumentException().isThrownBy(() -> NodeKey.decodePublic(x25519));
	}

	@Test
	void itDoesNotPrintItself() {
		assertThat(key).hasToString("NodeKey[" + key.id().brief() + "]");
	}

}
