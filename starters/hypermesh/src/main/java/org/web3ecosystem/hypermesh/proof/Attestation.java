package org.web3ecosystem.hypermesh.proof;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.trust.NodeKey;

/**
 * What one member's clock showed when it was asked for a claim: the true time lies within
 * {@code radius} of {@code midpoint}, as far as that member knows, and that it checked
 * the {@link SpaceProof} shown with the question, if one was. Signed for this claim of
 * this chain and epoch alone, so it cannot be shown for another.
 *
 * @param midpoint in whole milliseconds
 * @param radius 1 ms to {@link #MAX_RADIUS}
 */
record Attestation(NodeId signer, Instant midpoint, Duration radius, byte[] signature) {

	static final String DOMAIN = "proof-time/2";

	/** A clock that knows less of the time than this says nothing. */
	static final Duration MAX_RADIUS = Duration.ofSeconds(10);

	/** More than one has, encoded. */
	static final int MAX_BYTES = 160;

	/** Beyond it no clock is taken seriously: the year 9999. */
	private static final long LAST_MILLI = 253_402_300_799_999L;

	private static final int PARTS = 4;

	Attestation {
		signature = signature.clone();
		long milli = midpoint.toEpochMilli();
		if (milli < 0 || milli > LAST_MILLI || radius.toMillis() < 1 || radius.compareTo(MAX_RADIUS) > 0) {
			throw new CborException("no clock shows that");
		}
		if (signature.length != NodeKey.SIGNATURE_LENGTH) {
			throw new CborException("a signature has " + NodeKey.SIGNATURE_LENGTH + " bytes");
		}
	}

	static Attestation sign(TimeQuestion question, Instant midpoint, Duration radius, NodeKey key) {
		return new Attestation(key.id(), Instant.ofEpochMilli(midpoint.toEpochMilli()),
				Duration.ofMillis(radius.toMillis()), key.sign(DOMAIN, content(question, midpoint, radius)));
	}

	Instant earliest() {
		return midpoint.minus(radius);
	}

	Instant latest() {
		return midpoint.plus(radius);
	}

	/** Whether it is signed, for this question, by the member it names. */
	boolean isSigned(TimeQuestion question, Roster roster) {
		return roster.member(signer)
			.filter(member -> NodeKey.verify(member.validator().publicKey(), DOMAIN,
					content(question, midpoint, radius), signature))
			.isPresent();
	}

	private static byte[] content(TimeQuestion question, Instant midpoint, Duration radius) {
		return Cbor.struct(Map.entry("chainId", Cbor.of(question.chainId().value())),
				Map.entry("epoch", Cbor.of(question.epoch().number())), Map.entry("claim", Cbor.of(question.claim())),
				Map.entry("space", Cbor.of(question.space())), Map.entry("midpoint", Cbor.of(midpoint.toEpochMilli())),
				Map.entry("radius", Cbor.of(radius.toMillis())))
			.encode();
	}

	Cbor toCbor() {
		return Cbor.of(List.of(Cbor.of(signer.bytes()), Cbor.of(midpoint.toEpochMilli()), Cbor.of(radius.toMillis()),
				Cbor.of(signature)));
	}

	/**
	 * @throws CborException if it is anything else
	 */
	static Attestation fromCbor(Cbor item) {
		if (item instanceof Cbor.Array(List<Cbor> parts) && parts.size() == PARTS
				&& parts.get(0) instanceof Cbor.Bytes signer && signer.value().length == Sha256.LENGTH
				&& parts.get(1) instanceof Cbor.Int(long midpoint) && parts.get(2) instanceof Cbor.Int(long radius)
				&& parts.get(3) instanceof Cbor.Bytes signature) {
			try {
				return new Attestation(new NodeId(HexFormat.of().formatHex(signer.value())),
						Instant.ofEpochMilli(midpoint), Duration.ofMillis(radius), signature.value());
			}
			catch (DateTimeException | ArithmeticException far) {
				throw new CborException("no clock shows that");
			}
		}
		throw new CborException("not an attestation of time");
	}

}
