package org.web3ecosystem.spi.genesis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.trust.NodeKey;

/**
 * A genesis document with the signature of every validator it names, in the order it
 * names them. What is on disk and what a joiner receives.
 *
 * @param genesis the document
 * @param signatures one per validator, by its node key, domain {@code genesis/1}
 */
public record SignedGenesis(Genesis genesis, List<byte[]> signatures) {

	/** The largest document anyone reads. */
	public static final int MAX_BYTES = 1 << 20;

	private static final String DOMAIN = "genesis/1";

	public SignedGenesis {
		signatures = signatures.stream().map(byte[]::clone).toList();
	}

	@Override
	public List<byte[]> signatures() {
		return signatures.stream().map(byte[]::clone).toList();
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof SignedGenesis that && Arrays.equals(encode(), that.encode());
	}

	@Override
	public int hashCode() {
		return genesis.hashCode();
	}

	/** Signs for all validators; only {@code init} holds all their keys, for a moment. */
	public static SignedGenesis sign(Genesis genesis, List<NodeKey> keys) {
		byte[] encoded = genesis.encode();
		List<byte[]> signatures = new ArrayList<>();
		for (Validator validator : genesis.validators()) {
			NodeKey key = keys.stream()
				.filter(candidate -> candidate.id().equals(validator.id()))
				.findFirst()
				.orElseThrow(() -> new IllegalArgumentException("no key for " + validator.name()));
			signatures.add(key.sign(DOMAIN, encoded));
		}
		return new SignedGenesis(genesis, signatures);
	}

	public byte[] encode() {
		return Cbor
			.struct(Map.entry("genesis", Cbor.of(genesis.encode())),
					Map.entry("signatures", Cbor.of(signatures.stream().map(Cbor::of).toList())))
			.encode();
	}

	/**
	 * Reads a file and verifies what is in it; of one that is too large no more than
	 * {@link #MAX_BYTES}.
	 * @throws IOException if it cannot be read
	 * @throws IllegalArgumentException naming what is wrong
	 */
	public static SignedGenesis read(Path file) throws IOException {
		try (InputStream stream = Files.newInputStream(file)) {
			byte[] encoded = stream.readNBytes(MAX_BYTES + 1);
			if (encoded.length > MAX_BYTES) {
				throw new IllegalArgumentException("not a genesis document: it has more than " + MAX_BYTES + " bytes");
			}
			return decode(encoded);
		}
	}

	/**
	 * Reads and verifies.
	 * @throws IllegalArgumentException naming what is wrong
	 */
	public static SignedGenesis decode(byte[] encoded) {
		try {
			Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("genesis", "signatures");
			Genesis genesis = Genesis.decode(map.bytes("genesis"));
			List<byte[]> signatures = map.array("signatures")
				.stream()
				.map(item -> item instanceof Cbor.Bytes bytes ? bytes.value() : new byte[0])
				.toList();
			SignedGenesis signed = new SignedGenesis(genesis, signatures);
			signed.verify();
			return signed;
		}
		catch (CborException malformed) {
			throw new IllegalArgumentException("not a genesis document: " + malformed.getMessage(), malformed);
		}
	}

	private void verify() {
		if (!Protocols.SPOKEN.has(genesis.protocolVersion())) {
			throw new IllegalArgumentException("the genesis document wants protocol version "
					+ genesis.protocolVersion() + ", this software speaks " + Protocols.SPOKEN
					+ ": run the version that made it, or begin a new federation with this one");
		}
		if (signatures.size() != genesis.n()) {
			throw new IllegalArgumentException("the genesis document is not signed by all its validators");
		}
		byte[] encoded = genesis.encode();
		for (int i = 0; i < signatures.size(); i++) {
			Validator validator = genesis.validators().get(i);
			if (!NodeKey.verify(validator.publicKey(), DOMAIN, encoded, signatures.get(i))) {
				throw new IllegalArgumentException(
						"the signature of " + validator.name() + " on the genesis document is wrong");
			}
		}
	}

}
