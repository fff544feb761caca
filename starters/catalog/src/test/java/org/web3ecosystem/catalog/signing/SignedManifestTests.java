package org.web3ecosystem.catalog.signing;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.catalog.Manifests;
import org.web3ecosystem.catalog.entry.Manifest;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.trust.NodeKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SignedManifestTests {

	private static final ChainId CHAIN = new ChainId("local-0123456789abcdef");

	private final NodeKey owner = NodeKey.generate();

	private final Manifest manifest = Manifests.of(owner.id(), "p 1.0.0", List.of("word"),
			List.of(Manifests.blob("a", new byte[] { 1 })));

	private final SignedManifest signed = SignedManifest.sign(owner, CHAIN, manifest);

	@Test
	void whoHasItCanCheckItWithoutTheLedger() {
		SignedManifest read = SignedManifest.fromCbor(signed.toCbor());

		assertThat(read.verify(CHAIN).encode()).isEqualTo(manifest.encode());
		assertThat(read).isEqualTo(signed);
	}

	@Test
	void anyBitChangedIsNoticed() {
		Random random = new Random(1);
		for (int i = 0; i < 100; i++) {
			byte[] changed = signed.manifest();
			changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
			SignedManifest forged = new SignedManifest(changed, signed.ownerKey(), signed.signature());
			assertThatIllegalArgumentException().isThrownBy(() -> forged.verify(CHAIN));
		}
		byte[] signature = signed.signature();
		signature[3] ^= 1;
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new SignedManifest(signed.manifest(), signed.ownerKey(), signature).verify(CHAIN));
	}

	@Test
	void itMeansNothingInAnotherFederation() {
		assertThatIllegalArgumentException().isThrownBy(() -> signed.verify(new ChainId("local-fedcba9876543210")))
			.withMessageContaining("did not sign");
	}

	@Test
	void somebodyElsesKeyDoesNotHelp() {
		NodeKey other = NodeKey.generate();
		SignedManifest forged = new SignedManifest(signed.manifest(), other.publicKey().getEncoded(),
				signed.signature());

		assertThatIllegalArgumentException().isThrownBy(() -> forged.verify(CHAIN))
			.withMessageContaining("not the owner's");
		assertThatIllegalArgumentException().isThrownBy(() -> SignedManifest.sign(other, CHAIN, manifest));
	}

}
