package org.web3ecosystem.stoq.falcon;

import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.trust.NodeKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a HELLO carries, and what of it is refused before anything is verified. */
class FalconSignatureTests {

	private static final byte[] STATEMENT = { 7 };

	private final NodeKey nodeKey = NodeKey.generate();

	@ParameterizedTest
	@EnumSource(FalconAlgorithm.class)
	void survivesTheWire(FalconAlgorithm algorithm) {
		FalconSignature read = FalconSignature.of(map(sign(algorithm)));
		assertThat(read.isRight(nodeKey.publicKey(), STATEMENT)).isTrue();
		assertThat(read.signature().length).isLessThanOrEqualTo(algorithm.maxSignature());
		assertThat(read.toCbor().encode().length).isLessThan(3600);
	}

	@Test
	void refusesKeysAndSignaturesOfAnotherLength() {
		Cbor.Struct right = map(sign(FalconAlgorithm.FALCON_512));
		assertRefused(with(right, "key", new byte[895]));
		assertRefused(with(right, "key", new byte[1792]));
		assertRefused(with(right, "certification", new byte[65]));
		assertRefused(with(right, "certification", new byte[0]));
		assertRefused(with(right, "signature", new byte[0]));
		assertRefused(with(right, "signature", new byte[753]));
	}

	@Test
	void refusesUnknownAlgorithmsAndEntries() {
		Cbor.Struct right = map(sign(FalconAlgorithm.FALCON_512));
		assertRefused(with(right, "algorithm", Cbor.of("fn-dsa-512")));
		assertRefused(with(right, "algorithm", Cbor.of("falcon-1024")));
		assertThatThrownBy(() -> FalconSignature.of(with(right, "more", Cbor.of(1)))).isInstanceOf(CborException.class);
	}

	@Test
	void noBitOfItCanBeChangedAndNothingRandomIsRight() {
		FalconSignature right = sign(FalconAlgorithm.FALCON_512);
		Random random = new Random(5);
		for (int i = 0; i < right.signature().length; i++) {
			byte[] changed = right.signature().clone();
			changed[i] ^= (byte) (1 << random.nextInt(8));
			assertThat(new FalconSignature(right.key(), changed).isRight(nodeKey.publicKey(), STATEMENT)).isFalse();
		}
		for (int i = 0; i < 200; i++) {
			byte[] key = new byte[896];
			byte[] signature = new byte[1 + random.nextInt(752)];
			random.nextBytes(key);
			random.nextBytes(signature);
			signature[0] = 0x39;
			CertifiedKey certified = CertifiedKey.certify(FalconAlgorithm.FALCON_512, key, nodeKey);
			assertThat(new FalconSignature(certified, signature).isRight(nodeKey.publicKey(), STATEMENT)).isFalse();
		}
	}

	@Test
	void twoSignaturesOverTheSameDiffer() {
		FalconKey key = key(FalconAlgorithm.FALCON_512);
		assertThat(key.sign(STATEMENT, new SecureRandom()).signature())
			.isNotEqualTo(key.sign(STATEMENT, new SecureRandom()).signature());
	}

	private FalconSignature sign(FalconAlgorithm algorithm) {
		return key(algorithm).sign(STATEMENT, new SecureRandom());
	}

	private FalconKey key(FalconAlgorithm algorithm) {
		return FalconKey.certified(algorithm, FalconKey.generate(algorithm, new SecureRandom()), nodeKey);
	}

	private static Cbor.Struct map(FalconSignature signature) {
		return Cbor.decodeStruct(signature.toCbor().encode(), 4096);
	}

	private static Cbor.Struct with(Cbor.Struct map, String entry, byte[] value) {
		return with(map, entry, Cbor.of(value));
	}

	private static Cbor.Struct with(Cbor.Struct map, String entry, Cbor value) {
		LinkedHashMap<String, Cbor> changed = new LinkedHashMap<>(map.entries());
		changed.put(entry, value);
		return new Cbor.Struct(changed);
	}

	private static void assertRefused(Cbor.Struct map) {
		assertThatThrownBy(() -> FalconSignature.of(map)).isInstanceOf(IllegalArgumentException.class);
	}

}
