package org.web3ecosystem.bootstrap.signature;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureSpi;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class SignaturesTests {

	/** Another test of this JVM may have brought it. */
	@BeforeEach
	@AfterEach
	void takeAway() {
		Security.removeProvider(PreferredSignatures.NAME);
	}

	@ParameterizedTest
	@EnumSource
	void everyProviderPassesItsTest(SignatureProvider provider) {
		assertThatCode(() -> SelfTest.pass(provider.open())).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "JDK")
	void whatOneSignsTheJdkAcceptsAndTheOtherWayRound(SignatureProvider provider) throws Exception {
		Provider jdk = SignatureProvider.JDK.open();
		Provider tested = provider.open();
		long seed = System.nanoTime();
		Random random = new Random(seed);
		for (String algorithm : SelfTest.ALGORITHMS) {
			KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.equals("Ed25519") ? algorithm : "EC");
			generator.initialize(algorithm.equals("Ed25519") ? 255 : algorithm.contains("384") ? 384 : 256);
			KeyPair keys = generator.generateKeyPair();
			for (int i = 0; i < 20; i++) {
				byte[] message = new byte[random.nextInt(300)];
				random.nextBytes(message);
				byte[] here = sign(algorithm, tested, keys.getPrivate(), message);
				byte[] there = sign(algorithm, jdk, keys.getPrivate(), message);
				assertThat(verifies(algorithm, jdk, keys.getPublic(), message, here)).as("seed %d", seed).isTrue();
				assertThat(verifies(algorithm, tested, keys.getPublic(), message, there)).as("seed %d", seed).isTrue();
				there[there.length - 1 - random.nextInt(20)] ^= (byte) (1 << random.nextInt(8));
				assertThat(verifies(algorithm, tested, keys.getPublic(), message, there)).as("seed %d", seed).isFalse();
			}
		}
	}

	@Test
	void whoeverAsksForASignatureGetsThePreferredOne() throws Exception {
		Security.insertProviderAt(new PreferredSignatures(SignatureProvider.BOUNCY_CASTLE.open()), 1);
		Signature signature = Signature.getInstance("SHA256withECDSA");
		signature.initSign(KnownSignature.P256.privateKey());

		assertThat(signature.getProvider().getName()).isEqualTo(PreferredSignatures.NAME);
		assertThat(signature.getProvider().getInfo()).isEqualTo("signatures of BC");
		assertThat(KeyPairGenerator.getInstance("EC").getProvider().getName()).isEqualTo("SunEC");
	}

	@Test
	void aKeyThatItCannotReadGoesToTheNext() throws Exception {
		PrivateKey inHardware = new PrivateKey() {

			private static final long serialVersionUID = 1L;

			@Override
			public String getAlgorithm() {
				return "EC";
			}

			@Override
			public String getFormat() {
				return null;
			}

			@Override
			public byte[] getEncoded() {
				return null;
			}

		};
		Security.insertProviderAt(new PreferredSignatures(SignatureProvider.CONSCRYPT.open()), 1);
		Provider hardware = new Provider("Hardware", "1", "knows its own key") {

			private static final long serialVersionUID = 1L;

			{
				put("Signature.SHA256withECDSA", OwnKeyOnly.class.getName());
			}

		};
		Security.addProvider(hardware);
		try {
			Signature signature = Signature.getInstance("SHA256withECDSA");
			signature.initSign(inHardware);
			assertThat(signature.getProvider()).isSameAs(hardware);
		}
		finally {
			Security.removeProvider("Hardware");
		}
	}

	@Test
	void oneChoiceStandsForTheProcess() {
		SignatureProvider first = Signatures.prefer(Optional.empty()).provider();

		assertThat(Signatures.prefer(Optional.empty()).provider()).isEqualTo(first);
		assertThat(Signatures.prefer(Optional.of(first)).provider()).isEqualTo(first);
		SignatureProvider other = (first == SignatureProvider.JDK) ? SignatureProvider.BOUNCY_CASTLE
				: SignatureProvider.JDK;
		assertThatIllegalStateException().isThrownBy(() -> Signatures.prefer(Optional.of(other)))
			.withMessageContaining(first + " already");
	}

	@Test
	void whoAcceptsEverythingDoesNotPass() {
		Provider lax = new Provider("Lax", "1", "accepts everything") {

			private static final long serialVersionUID = 1L;

			{
				SelfTest.ALGORITHMS.forEach(algorithm -> put("Signature." + algorithm, Lax.class.getName()));
			}

		};
		assertThatExceptionOfType(GeneralSecurityException.class).isThrownBy(() -> SelfTest.pass(lax));
	}

	private static byte[] sign(String algorithm, Provider by, PrivateKey key, byte[] message) throws Exception {
		Signature signature = Signature.getInstance(algorithm, by);
		signature.initSign(key);
		signature.update(message);
		return signature.sign();
	}

	private static boolean verifies(String algorithm, Provider by, PublicKey key, byte[] message, byte[] bytes)
			throws Exception {
		Signature signature = Signature.getInstance(algorithm, by);
		signature.initVerify(key);
		signature.update(message);
		try {
			return signature.verify(bytes);
		}
		catch (java.security.SignatureException malformed) {
			return false;
		}
	}

	/** Signs with keys that show nothing of themselves. */
	public static final class OwnKeyOnly extends Lax {

		@Override
		protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
			if (key.getEncoded() != null) {
				throw new InvalidKeyException("not mine");
			}
		}

	}

	/** Accepts everything. */
	public static class Lax extends SignatureSpi {

		@Override
		protected void engineInitVerify(PublicKey key) {
		}

		@Override
		protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
		}

		@Override
		protected void engineUpdate(byte b) {
		}

		@Override
		protected void engineUpdate(byte[] b, int off, int len) {
		}

		@Override
		protected byte[] engineSign() {
			return new byte[64];
		}

		@Override
		protected boolean engineVerify(byte[] signature) {
			return true;
		}

		@Override
		@Deprecated
		protected void engineSetParameter(String param, Object value) {
		}

		@Override
		@Deprecated
		protected Object engineGetParameter(String param) {
			return param;
		}

	}

}
