package org.web3ecosystem.stoq.falcon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.web3ecosystem.spi.transport.FalconDemand;
import org.web3ecosystem.spi.trust.NodeKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A node's second signature: when it shows one, and what it makes of others'. */
class FalconTests {

	private static final byte[] STATEMENT = { 1, 2, 3 };

	@TempDir
	Path home;

	private final NodeKey nodeKey = NodeKey.generate();

	@ParameterizedTest
	@EnumSource(FalconAlgorithm.class)
	void whatOneNodeSignsAnotherVerifies(FalconAlgorithm algorithm) {
		Falcon signer = falcon(algorithm, FalconDemand.OPTIONAL);
		FalconSignature shown = signer.sign(STATEMENT).orElseThrow();
		assertThat(shown.key().algorithm()).isEqualTo(algorithm);
		assertThat(look(FalconDemand.REQUIRED, shown)).isEqualTo(FalconFinding.VERIFIED);
	}

	@Test
	void aSignatureOverSomethingElseIsWrong() {
		FalconSignature shown = falcon(FalconDemand.OPTIONAL).sign(new byte[] { 1, 2, 4 }).orElseThrow();
		assertThat(look(FalconDemand.OPTIONAL, shown)).isEqualTo(FalconFinding.WRONG);
	}

	@Test
	void aKeyThatTheNodeKeyDidNotCertifyIsWrong() {
		FalconSignature right = falcon(FalconDemand.OPTIONAL).sign(STATEMENT).orElseThrow();
		byte[] forged = right.key().certification().clone();
		forged[0] ^= 1;
		FalconSignature uncertified = new FalconSignature(
				new CertifiedKey(right.key().algorithm(), right.key().key(), forged), right.signature());
		assertThat(look(FalconDemand.OPTIONAL, uncertified)).isEqualTo(FalconFinding.WRONG);
	}

	@Test
	void aKeyThatAnotherNodeCertifiedIsWrong() {
		FalconKey foreign = FalconKey.certified(FalconAlgorithm.FALCON_512,
				FalconKey.generate(FalconAlgorithm.FALCON_512, new SecureRandom()), NodeKey.generate());
		assertThat(look(FalconDemand.OPTIONAL, foreign.sign(STATEMENT, new SecureRandom())))
			.isEqualTo(FalconFinding.WRONG);
	}

	@Test
	void aCertificationIsGoodForTheKeyItIsOverOnly() {
		FalconSignature right = falcon(FalconDemand.OPTIONAL).sign(STATEMENT).orElseThrow();
		FalconKey other = FalconKey.certified(FalconAlgorithm.FALCON_512,
				FalconKey.generate(FalconAlgorithm.FALCON_512, new SecureRandom()), NodeKey.generate());
		CertifiedKey borrowed = new CertifiedKey(FalconAlgorithm.FALCON_512, other.shown().key(),
				right.key().certification());
		assertThat(look(FalconDemand.OPTIONAL,
				new FalconSignature(borrowed, other.sign(STATEMENT, new SecureRandom()).signature())))
			.isEqualTo(FalconFinding.WRONG);
	}

	@Test
	void offNeitherShowsNorLooks() {
		Falcon off = falcon(FalconDemand.OFF);
		assertThat(off.sign(STATEMENT)).isEmpty();
		assertThat(off.look(null, nodeKey.publicKey(), STATEMENT)).isEqualTo(FalconFinding.NOT_LOOKED_AT);
		assertThat(off.found(FalconFinding.NOT_LOOKED_AT)).isEqualTo(1);
		assertThat(home.resolve("stoq")).doesNotExist();
	}

	@Test
	void whoIsAskedShowsOneEvenIfItIsOffHere() {
		Falcon off = falcon(FalconDemand.OFF);
		off.asked();
		assertThat(look(FalconDemand.REQUIRED, off.sign(STATEMENT).orElseThrow())).isEqualTo(FalconFinding.VERIFIED);
	}

	@Test
	void onlyWhereItIsRequiredSomebodyIsTurnedAway() {
		for (FalconFinding finding : FalconFinding.values()) {
			assertThat(falcon(FalconDemand.OFF).admits(finding)).isTrue();
			assertThat(falcon(FalconDemand.OPTIONAL).admits(finding)).isTrue();
			assertThat(falcon(FalconDemand.REQUIRED).admits(finding)).isEqualTo(finding == FalconFinding.VERIFIED);
		}
		assertThat(look(FalconDemand.REQUIRED, null)).isEqualTo(FalconFinding.MISSING);
	}

	@Test
	void theKeyIsKeptForItsOwnerAloneAndNoTwoAreEqual() throws IOException {
		falcon(FalconDemand.OFF).open();
		Path file = home.resolve("stoq/falcon-512.key");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
		byte[] first = keyOf(falcon(FalconDemand.OPTIONAL));
		assertThat(keyOf(falcon(FalconDemand.OPTIONAL))).isEqualTo(first);
		Files.delete(file);
		assertThat(keyOf(falcon(FalconDemand.OPTIONAL))).isNotEqualTo(first);
	}

	@Test
	void eachAlgorithmHasItsOwnFile() {
		falcon(FalconAlgorithm.FALCON_512, FalconDemand.OFF).open();
		falcon(FalconAlgorithm.FALCON_1024, FalconDemand.OFF).open();
		assertThat(home.resolve("stoq")).isDirectoryContaining("glob:**/falcon-512.key")
			.isDirectoryContaining("glob:**/falcon-1024.key");
	}

	@Test
	void aKeyFileThatOthersMayReadIsRefused() throws IOException {
		falcon(FalconDemand.OFF).open();
		Path file = home.resolve("stoq/falcon-512.key");
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
		assertThatThrownBy(() -> falcon(FalconDemand.OFF).open()).isInstanceOf(FalconKeyException.class)
			.hasMessageContaining("chmod 600");
	}

	@Test
	void aKeyFileWithSomethingElseInItIsRefused() throws IOException {
		falcon(FalconAlgorithm.FALCON_1024, FalconDemand.OFF).open();
		Path file = home.resolve("stoq/falcon-512.key");
		String other = Files.readString(home.resolve("stoq/falcon-1024.key"));
		for (String content : List.of("", "nonsense", other, other.substring(0, 300),
				"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "x".repeat(1 << 20))) {
			Files.writeString(file, content);
			Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
			assertThatThrownBy(() -> falcon(FalconDemand.OFF).open()).isInstanceOf(FalconKeyException.class)
				.hasMessageContaining(file.toString())
				.hasMessageContaining("delete it");
		}
	}

	private FalconFinding look(FalconDemand demand, FalconSignature shown) {
		Falcon verifier = falcon(demand);
		FalconFinding finding = verifier.look(shown, nodeKey.publicKey(), STATEMENT);
		assertThat(verifier.found(finding)).isEqualTo(1);
		return finding;
	}

	private static byte[] keyOf(Falcon falcon) {
		return falcon.sign(STATEMENT).orElseThrow().key().key();
	}

	private Falcon falcon(FalconDemand demand) {
		return falcon(FalconAlgorithm.FALCON_512, demand);
	}

	private Falcon falcon(FalconAlgorithm algorithm, FalconDemand demand) {
		Falcon falcon = new Falcon(home, nodeKey, algorithm, new SecureRandom());
		falcon.demand(demand);
		return falcon;
	}

}
