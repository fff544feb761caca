package org.web3ecosystem.trustchain.path;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether who verifies our signatures verifies as Project Wycheproof says: the JDK, which
 * looks at what was just signed and at handshakes, and Bouncy Castle, which judges paths.
 */
class WycheproofTests {

	/**
	 * The JDK reads an integer that lacks its leading zero as positive, so that one
	 * signature has two encodings; it forges none, and nothing here counts encodings.
	 */
	private static final Map<String, List<String>> OTHERWISE = Map.of("SunEC",
			List.of("6 Legacy: ASN encoding of s misses leading 0"));

	private static final Provider BC = new BouncyCastleProvider();

	private record Case(String id, boolean good, byte[] key, byte[] message, byte[] signature) {

		static Case of(String[] fields) {
			return new Case(fields[0] + " " + fields[5], fields[4].equals("valid"), HexFormat.of().parseHex(fields[1]),
					HexFormat.of().parseHex(fields[2]), HexFormat.of().parseHex(fields[3]));
		}

		boolean verifies(String algorithm, Provider provider) {
			try {
				PublicKey read = KeyFactory.getInstance(algorithm.equals("Ed25519") ? algorithm : "EC", provider)
					.generatePublic(new X509EncodedKeySpec(key));
				Signature verifier = Signature.getInstance(algorithm, provider);
				verifier.initVerify(read);
				verifier.update(message);
				return verifier.verify(signature);
			}
			catch (GeneralSecurityException refused) {
				return false;
			}
		}

	}

	private static Provider provider(String name) {
		return name.equals("BC") ? BC : Security.getProvider(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "SunEC", "BC" })
	void p256IsVerifiedAsTheSuiteSays(String provider) {
		List<Case> cases = Vectors.read("ecdsa-p256-sha256").stream().map(Case::of).toList();

		assertThat(cases).hasSize(484)
			.filteredOn(each -> each.verifies("SHA256withECDSA", provider(provider)) != each.good())
			.extracting(Case::id)
			.isEqualTo(OTHERWISE.getOrDefault(provider, List.of()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "SunEC", "BC" })
	void ed25519IsVerifiedAsTheSuiteSays(String provider) {
		List<Case> cases = Vectors.read("ed25519").stream().map(Case::of).toList();

		assertThat(cases).hasSize(151)
			.filteredOn(each -> each.verifies("Ed25519", provider(provider)) != each.good())
			.extracting(Case::id)
			.isEmpty();
	}

}
