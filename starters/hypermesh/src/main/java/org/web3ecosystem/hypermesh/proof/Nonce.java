package org.web3ecosystem.hypermesh.proof;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.Roster;

/**
 * What one member adds to the challenge of a space proof.
 *
 * @param value 16 bytes that nobody else can foresee
 */
record Nonce(NodeId member, byte[] value) {

	static final int LENGTH = 16;

	/** More than one has, encoded. */
	static final int MAX_BYTES = 64;

	private static final byte[] DOMAIN = "web3:space-challenge/1\0".getBytes(StandardCharsets.US_ASCII);

	private static final int PARTS = 2;

	Nonce {
		value = value.clone();
		if (value.length != LENGTH) {
			throw new CborException("a nonce has " + LENGTH + " bytes");
		}
	}

	/**
	 * What all of them come to.
	 * @param nonces in ascending order of their members
	 */
	static byte[] challenge(List<Nonce> nonces) {
		MessageDigest digest = Sha256.start();
		digest.update(DOMAIN);
		for (Nonce each : nonces) {
			digest.update(each.member().bytes());
			digest.update(each.value());
		}
		return digest.digest();
	}

	Cbor toCbor() {
		return Cbor.of(List.of(Cbor.of(member.bytes()), Cbor.of(value)));
	}

	/**
	 * @throws CborException if it is anything else
	 */
	static Nonce fromCbor(Cbor item) {
		if (item instanceof Cbor.Array(List<Cbor> parts) && parts.size() == PARTS
				&& parts.get(0) instanceof Cbor.Bytes member && member.value().length == Sha256.LENGTH
				&& parts.get(1) instanceof Cbor.Bytes value) {
			return new Nonce(new NodeId(HexFormat.of().formatHex(member.value())), value.value());
		}
		throw new CborException("not a nonce");
	}

	/**
	 * @throws CborException if they are anything else, or not in ascending order
	 */
	static List<Nonce> fromCbor(List<Cbor> items) {
		if (items.size() > Roster.MAX_MEMBERS) {
			throw new CborException("more nonces than there can be members");
		}
		List<Nonce> nonces = items.stream().map(Nonce::fromCbor).toList();
		for (int i = 1; i < nonces.size(); i++) {
			if (nonces.get(i - 1).member().compareTo(nonces.get(i).member()) >= 0) {
				throw new CborException("nonces are not in ascending order of their members");
			}
		}
		return nonces;
	}

}
