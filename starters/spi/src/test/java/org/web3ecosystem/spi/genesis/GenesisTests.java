package org.web3ecosystem.spi.genesis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.trust.NodeKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class GenesisTests {

	private final List<NodeKey> keys = List.of(NodeKey.generate(), NodeKey.generate(), NodeKey.generate(),
			NodeKey.generate());

	private final Genesis genesis = genesis(validators(keys));

	@Test
	void aSignedDocumentIsReadBackEqual() {
		SignedGenesis signed = SignedGenesis.sign(genesis, keys);
		SignedGenesis read = SignedGenesis.decode(signed.encode());
		assertThat(read).isEqualTo(signed).hasSameHashCodeAs(signed);
		assertThat(read.genesis()).isEqualTo(genesis);
		assertThat(read.encode()).isEqualTo(signed.encode());
	}

	@Test
	void aFileIsReadNoFurtherThanADocumentGoes(@TempDir Path directory) throws IOException {
		SignedGenesis signed = SignedGenesis.sign(genesis, keys);
		Path good = Files.write(directory.resolve("good"), signed.encode());
		Path large = Files.write(directory.resolve("large"), new byte[SignedGenesis.MAX_BYTES + 1]);

		assertThat(SignedGenesis.read(good)).isEqualTo(signed);
		assertThatIllegalArgumentException().isThrownBy(() -> SignedGenesis.read(large))
			.withMessageContaining("more than 1048576 bytes");
	}

	@Test
	void aValidatorIsFoundByTheIdOfItsKey() {
		for (NodeKey key : keys) {
			assertThat(genesis.validator(key.id()).orElseThrow().publicKey()).isEqualTo(key.publicKey());
		}
		assertThat(genesis.validator(NodeKey.generate().id())).isEmpty();
	}

	@Test
	void everyFlippedBitIsRefused() {
		byte[] encoded = SignedGenesis.sign(genesis, keys).encode();
		SplittableRandom random = new SplittableRandom();
		for (int i = 0; i < 400; i++) {
			int bit = random.nextInt(encoded.length * 8);
			byte[] tampered = encoded.clone();
			tampered[bit / 8] ^= (byte) (1 << bit % 8);
			assertThatIllegalArgumentException().as("bit %d", bit).isThrownBy(() -> SignedGenesis.decode(tampered));
		}
	}

	@Test
	void aForeignSignatureIsRefused() {
		byte[] foreign = NodeKey.generate().sign("genesis/1", genesis.encode());
		List<byte[]> signatures = new ArrayList<>(SignedGenesis.sign(genesis, keys).signatures());
		signatures.set(2, foreign);
		byte[] encoded = new SignedGenesis(genesis, signatures).encode();
		assertThatIllegalArgumentException().isThrownBy(() -> SignedGenesis.decode(encoded))
			.withMessageContaining("node3");
	}

	@Test
	void aSignatureForAnotherPurposeIsRefused() {
		List<byte[]> signatures = keys.stream().map(key -> key.sign("other/1", genesis.encode())).toList();
		byte[] encoded = new SignedGenesis(genesis, signatures).encode();
		assertThatIllegalArgumentException().isThrownBy(() -> SignedGenesis.decode(encoded))
			.withMessageContaining("node1");
	}

	@Test
	void aQuorumOfSignaturesIsNotAll() {
		List<byte[]> three = SignedGenesis.sign(genesis, keys).signatures().subList(0, 3);
		byte[] encoded = new SignedGenesis(genesis, three).encode();
		assertThatIllegalArgumentException().isThrownBy(() -> SignedGenesis.decode(encoded))
			.withMessageContaining("not signed by all");
	}

	@Test
	void oneSignatureTooManyIsRefused() {
		List<byte[]> five = new ArrayList<>(SignedGenesis.sign(genesis, keys).signatures());
		five.add(five.getFirst());
		byte[] encoded = new SignedGenesis(genesis, five).encode();
		assertThatIllegalArgumentException().isThrownBy(() -> SignedGenesis.decode(encoded));
	}

	@Test
	void signaturesInAnotherOrderAreRefused() {
		List<byte[]> reversed = SignedGenesis.sign(genesis, keys).signatures().reversed();
		byte[] encoded = new SignedGenesis(genesis, reversed).encode();
		assertThatIllegalArgumentException().isThrownBy(() -> SignedGenesis.decode(encoded));
	}

	@Test
	void aMissingKeyIsNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> SignedGenesis.sign(genesis, keys.subList(0, 3)))
			.withMessage("no key for node4");
	}

	@Test
	void anotherProtocolVersionIsRefusedByNumber() {
		Genesis later = new Genesis(genesis.chainId(), "local", "local.internal", genesis.createdAt(),
				Genesis.PROTOCOL_VERSION + 1, genesis.modules(), genesis.validators(), genesis.root());
		byte[] encoded = SignedGenesis.sign(later, keys).encode();
		assertThatIllegalArgumentException().isThrownBy(() -> SignedGenesis.decode(encoded))
			.withMessageContaining("version " + (Genesis.PROTOCOL_VERSION + 1));
	}

	@Test
	void anUnreadEntryIsRefused() {
		byte[] signed = SignedGenesis.sign(genesis, keys).encode();
		Cbor.Struct map = Cbor.decodeStruct(signed, signed.length);
		byte[] extended = Cbor
			.struct(Map.entry("genesis", map.get("genesis")), Map.entry("signatures", map.get("signatures")),
					Map.entry("note", Cbor.of("hello")))
			.encode();
		assertThatIllegalArgumentException().isThrownBy(() -> SignedGenesis.decode(extended))
			.withMessageContaining("'note'");
	}

	@Test
	void anythingElseIsNotAGenesisDocument() {
		SplittableRandom random = new SplittableRandom();
		for (int i = 0; i < 5000; i++) {
			byte[] input = new byte[random.nextInt(200)];
			random.nextBytes(input);
			assertThatIllegalArgumentException().isThrownBy(() -> SignedGenesis.decode(input));
		}
	}

	@Test
	void signaturesDoNotChangeBehindTheDocument() {
		SignedGenesis signed = SignedGenesis.sign(genesis, keys);
		byte[] before = signed.encode();
		signed.signatures().getFirst()[0] ^= 1;
		assertThat(signed.encode()).isEqualTo(before);
	}

	@Test
	void validatorsShareNeitherKeyNorNameNorNumber() {
		Validator first = validator("node1", 0, keys.get(0));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> genesis(List.of(first, validator("node2", 1, keys.get(0)))))
			.withMessageContaining("node key");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> genesis(List.of(first, validator("node1", 1, keys.get(1)))))
			.withMessageContaining("name node1");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> genesis(List.of(first, validator("node2", 0, keys.get(1)))))
			.withMessageContaining("engine id 0");
	}

	@ParameterizedTest
	@CsvSource({ "1,0,1", "2,0,2", "3,0,3", "4,1,3", "6,1,5", "7,2,5", "10,3,7" })
	void aQuorumIsWhatIsLeftWithoutTheLiars(int n, int f, int quorum) {
		List<NodeKey> enough = Stream.generate(NodeKey::generate).limit(n).toList();
		Genesis sized = genesis(validators(enough));
		assertThat(sized.f()).isEqualTo(f);
		assertThat(sized.quorum()).isEqualTo(quorum);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "a..b", "a.", ".a", "-a.b", "a-.b", "A.b", "a_b", "a b", "\u00fc.de" })
	void whatIsNoZoneIsRefused(String zone) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Genesis(genesis.chainId(), "local", zone,
				Instant.EPOCH, 1, List.of(), genesis.validators(), new byte[0]));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "loca", "local-0", "Local" })
	void theChainBelongsToTheFederation(String federation) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Genesis(genesis.chainId(), federation,
				"local.internal", Instant.EPOCH, 1, List.of(), genesis.validators(), new byte[0]));
	}

	@Test
	void modulesAreNamedOnce() {
		for (List<String> modules : List.of(List.of("names", "names"), List.of(""), List.of("a b"))) {
			assertThatIllegalArgumentException().isThrownBy(() -> new Genesis(genesis.chainId(), "local",
					"local.internal", Instant.EPOCH, 1, modules, genesis.validators(), new byte[0]));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "cafe.de", "localhost", "1.2.3", "1.2.3.4.5", "256.1.1.1", "999.0.0.1", "1",
			"fe80::1%lo", "::1::", "12345::", ":", "beef", "0x7f.0.0.1" })
	void anAddressThatIsNoLiteralIsRefusedWithoutAskingAnyone(String address) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Endpoints(List.of(address), 9292, 9392, 8053, 8080, 8443))
			.withMessageContaining("IP literal");
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "10.255.0.1", "::1", "2001:db8::8a2e:370:7334", "::ffff:10.0.0.1" })
	void bothKindsOfAddressAreRead(String address) {
		assertThat(new Endpoints(List.of(address), 9292, 9392, 8053, 8080, 8443).inetAddresses()).hasSize(1);
	}

	@Test
	void portsAreInRange() {
		for (int port : new int[] { 0, -1, 65536 }) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> new Endpoints(List.of("::1"), port, 9392, 8053, 8080, 8443));
		}
		assertThatIllegalArgumentException().isThrownBy(() -> new Endpoints(List.of(), 1, 1, 1, 1, 1));
	}

	private static Genesis genesis(List<Validator> validators) {
		return new Genesis(new ChainId("local-0123456789abcdef"), "local", "local.internal",
				Instant.parse("2026-01-01T00:00:00.123456Z"), Genesis.PROTOCOL_VERSION, List.of("names", "assets"),
				validators, "root".getBytes(StandardCharsets.UTF_8));
	}

	private static List<Validator> validators(List<NodeKey> keys) {
		List<Validator> validators = new ArrayList<>();
		for (NodeKey key : keys) {
			validators.add(validator("node" + (validators.size() + 1), validators.size(), key));
		}
		return validators;
	}

	private static Validator validator(String name, long engineId, NodeKey key) {
		return new Validator(name, engineId, key.publicKey().getEncoded(), new byte[] { 1 },
				new Endpoints(List.of("127.0.0.1"), 9292, 9392, 8053, 8080, 8443), 1000);
	}

}
