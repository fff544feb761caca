package org.web3ecosystem.hypermesh.conduct;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.EvidenceVerifier;
import org.web3ecosystem.spi.consensus.Roster;

/**
 * Two signed messages of one validator that contradict each other. With the roster of the
 * epoch anybody can see that, without believing who shows it.
 *
 * @param accused whose messages they are
 * @param epoch whose roster has the gossip key that signed them
 * @param messages two, in ascending order of their bytes, so that one pair has one id
 */
public record Evidence(NodeId accused, Epoch epoch, List<byte[]> messages) {

	/** What it shows; so far there is one kind. */
	public static final String KIND = "equivocation";

	/** The largest one, encoded. */
	static final int MAX_BYTES = 2 * EvidenceVerifier.MAX_MESSAGE_BYTES + 512;

	private static final int VERSION = 1;

	public Evidence {
		messages = messages.stream().map(byte[]::clone).sorted(Arrays::compareUnsigned).toList();
		if (messages.size() != 2) {
			throw new IllegalArgumentException("evidence is two messages, not " + messages.size());
		}
		if (messages.stream().anyMatch(message -> message.length > EvidenceVerifier.MAX_MESSAGE_BYTES)) {
			throw new IllegalArgumentException(
					"a message of evidence has at most " + EvidenceVerifier.MAX_MESSAGE_BYTES + " bytes");
		}
	}

	/** SHA-256 of what it is, hexadecimal. */
	public String id() {
		return HexFormat.of().formatHex(Sha256.of(encode()));
	}

	/**
	 * The engine's round of the older message; empty if it convicts nobody.
	 * @param roster of the epoch
	 */
	public OptionalLong verify(Roster roster, EvidenceVerifier verifier) {
		return roster.member(accused)
			.map(member -> verifier.contradiction(member.validator(), messages.getFirst(), messages.getLast()))
			.orElseGet(OptionalLong::empty);
	}

	/** The same bytes everywhere. */
	public byte[] encode() {
		return toCbor().encode();
	}

	Cbor toCbor() {
		return Cbor.struct(Map.entry("v", Cbor.of(VERSION)), Map.entry("kind", Cbor.of(KIND)),
				Map.entry("accused", Cbor.of(accused.bytes())), Map.entry("epoch", Cbor.of(epoch.number())),
				Map.entry("messages", Cbor.of(messages.stream().map(Cbor::of).toList())));
	}

	/**
	 * @throws CborException if it is anything else, or a message is too long
	 */
	public static Evidence decode(byte[] encoded) {
		return fromCbor(Cbor.decodeStruct(encoded, MAX_BYTES));
	}

	static Evidence fromCbor(Cbor.Struct map) {
		map.only("v", "kind", "accused", "epoch", "messages");
		if (map.integer("v") != VERSION || !map.text("kind").equals(KIND)) {
			throw new CborException("evidence of a kind that is not known");
		}
		try {
			Evidence evidence = new Evidence(new NodeId(HexFormat.of().formatHex(map.bytes("accused"))),
					new Epoch(map.integer("epoch")), map.array("messages").stream().map(Evidence::message).toList());
			if (!evidence.toCbor().equals(map)) {
				throw new CborException("the messages are not in ascending order");
			}
			return evidence;
		}
		catch (IllegalArgumentException malformed) {
			throw new CborException(String.valueOf(malformed.getMessage()));
		}
	}

	private static byte[] message(Cbor item) {
		if (item instanceof Cbor.Bytes bytes) {
			return bytes.value();
		}
		throw new CborException("a message is not bytes");
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Evidence that && Arrays.equals(encode(), that.encode());
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(encode());
	}

}
